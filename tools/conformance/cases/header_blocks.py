"""Header blocks: CPython gives them to its parser of email messages."""

from __future__ import annotations

from .case import Case, case

BLOCKS = (
    # Well formed, or nearly.
    b"", b"A: b\r\n", b"A:b\r\n", b"A:  b  \r\n", b"A:\tb\t\r\n", b"A:\r\n", b"A: \r\n", b"A: b\n",
    b"A: b\r\nC: d\n", b"Host: x\r\nUser-Agent: y\r\nAccept: */*\r\n", b"a: 1\r\nA: 2\r\na: 3\r\n",
    b"A: b: c\r\n", b"A:: b\r\n", b"A: b, c, d\r\n", b"A: \"quoted\"\r\n", b"A: 'quoted'\r\n",
    b"A: back\\slash\r\n", b"A: =?utf-8?q?caf=C3=A9?=\r\n",
    # Continuation lines.
    b"A: b\r\n c\r\n", b"A: b\r\n\tc\r\n", b"A: b\r\n  c\r\n d\r\n", b"A: b\r\n \r\n",
    b"A: b\r\n \r\nC: d\r\n", b"A:\r\n b\r\n", b"A: \r\n b\r\n", b"A: \r\n \r\n b\r\n",
    b" A: b\r\n", b"\tA: b\r\n", b" \r\nA: b\r\n", b" a\r\n b\r\nA: c\r\n", b"A: b\n c\nD: e\n",
    b"A: b\r\n c\r\nA: d\r\n e\r\n", b"A: b  \r\n  c  \r\n", b"A: b\r\n\x0bc\r\nD: e\r\n",
    b"A: b\r\n\xa0c\r\nD: e\r\n", b"A: b\r\n\x0cc\r\nD: e\r\n", b"A: b\r\n\x00c\r\nD: e\r\n",
    b":\r\n a\r\nB: c\r\n", b": a\r\n b\r\nC: d\r\n", b"A: b\r\n: c\r\n d\r\nE: f\r\n",
    b"A: b\r\n : c\r\n", b"A: b\r\n From c\r\n",
    # No colon, no name, odd names.
    b"A\r\nB: c\r\n", b"A: b\r\nC\r\nD: e\r\n", b"no colon\r\n", b"A b: c\r\nD: e\r\n",
    b"A : b\r\nC: d\r\n", b"A\t: b\r\nC: d\r\n", b": b\r\nC: d\r\n", b":\r\nC: d\r\n",
    b"A: b\r\n:\r\nC: d\r\n", b" : b\r\nC: d\r\n", b"A: b\r\n: \r\n", b"::\r\nA: b\r\n",
    b"A-B_c.d!#$%&'*+^`|~: e\r\n", b"(A): b\r\n", b"[A]: b\r\n", b"{A}: b\r\n", b"<A>: b\r\n",
    b"\"A\": b\r\n", b"A/B: c\r\n", b"A@b: c\r\n", b"A,b: c\r\n", b"A;b: c\r\n", b"A=b: c\r\n",
    b"A?b: c\r\n", b"A\\b: c\r\n", b"1: 2\r\n", b"-: -\r\n", b"A\x7f: b\r\nC: d\r\n",
    b"A\x80: b\r\nC: d\r\n", b"\xc3\xa9: b\r\nC: d\r\n", b"A\x00: b\r\nC: d\r\n",
    b"A\x01: b\r\nC: d\r\n", b"A\x1f: b\r\nC: d\r\n", b"\xef\xbb\xbfA: b\r\nC: d\r\n",
    b"A\xa0: b\r\nC: d\r\n", b"A\x0b: b\r\nC: d\r\n", b"__proto__: a\r\n",
    b"constructor: a\r\ntoString: b\r\n", b"A" * 1000 + b": b\r\n",
    # Carriage returns and other line ends inside a line.
    b"A: b\rC: d\r\n", b"A: b\r C: d\r\n", b"A: b\r\r\n", b"A: b\r\r\nC: d\r\n",
    b"A: b\r\r\r\nC: d\r\n", b"\rA: b\r\n", b"\r\rA: b\r\n", b"A: b\rno colon\r\nC: d\r\n",
    b"A: b\r\r\r\n", b"\r\r\nA: b\r\n", b"\rA: b\rC: d\r\r\n", b"A\r: b\r\nC: d\r\n",
    b"A:\rb\r\nC: d\r\n", b"A:\r b\r\nC: d\r\n", b"A: \r\r\n b\r\n", b"A: b\r\n\rC: d\r\n",
    b"A: b\r\n\r \r\nC: d\r\n", b"A: b\x0bC: d\r\n", b"A: b\x0cC: d\r\n", b"A: b\x1cC: d\r\n",
    b"A: b\x1dC: d\r\n", b"A: b\x1eC: d\r\n", b"A: b\x85C: d\r\n", b"A: b\x85\r\nC: d\r\n",
    b"A: b\x0b\r\nC: d\r\n", b"A: b\x1c\r\nC: d\r\n", b"A: \x0bb\r\n", b"A: \x85b\r\n",
    b"A: \xa0b\xa0\r\n", b"A: \x1cb\r\n", b"A: b\n\rC: d\r\n", b"A: b\n\r\nC: d\r\n",
    # Bytes in values.
    b"A: \x00\r\n", b"A: a\x00b\r\n", b"A: \x01\x02\x7f\r\n", b"A: \xe9\r\n", b"A: \xc3\xa9\r\n",
    b"A: \x80\x9f\xa0\xad\xff\r\n", b"A: \xe2\x82\xac\r\n", b"A: \xed\xa0\x80\r\n",
    b"A: <b>&amp;\r\n", b"A: \\u0041\r\n", b"A: \t \t b \t\r\n", b"\x00\r\nA: b\r\n",
    b"\x00: b\r\n",
    # Lines that begin a mailbox message.
    b"From x\r\nA: b\r\n", b"From \r\nA: b\r\n", b"From\r\nA: b\r\n", b"From: x\r\nA: b\r\n",
    b"from x\r\nA: b\r\n", b"From x: y\r\nA: b\r\n", b"A: b\r\nFrom x\r\n",
    b"A: b\r\nFrom x\r\nC: d\r\n", b"A: b\r\nFrom x: y\r\nC: d\r\n", b"A: b\r\nFrom x: y\r\n",
    b"From x\r\n c\r\nA: b\r\n", b"From x\r\nFrom y\r\nA: b\r\n", b"From x\r\n",
    b"From x\r\nFrom y\r\n", b"A: b\r\nFrom x\r\n c\r\nD: e\r\n", b"A: b\r\n From x\r\nC: d\r\n",
    b"A: b\r\nFrom x\r\nFrom y\r\n", b"A: b\r\nFrom x\r\nno colon\r\nC: d\r\n", b"From x\rA: b\r\n",
    b">From x\r\nA: b\r\n", b"A: b\r\nFROM x\r\nC: d\r\n",
    # What the body parser of a mail reader would do.
    b"Content-Type: multipart/mixed; boundary=x\r\n",
    b"Content-Type: multipart/mixed; boundary=x\r\nA: b\r\n",
    b"Content-Type: multipart/mixed\r\nA: b\r\n",
    b"Content-Type: multipart/mixed; boundary=x\r\nno colon\r\n--x\r\nA: b\r\n",
    b"Content-Type: multipart/digest; boundary=x\r\nno colon\r\n--x\r\n",
    b"Content-Type: multipart/mixed; boundary=x\r\nno colon\r\n--x\r\n\rA: b\r--x--\r\n",
    b"Content-Type: multipart/mixed; boundary=\"\r\nA: b\r\n",
    b"Content-Type: message/rfc822\r\nA: b\r\n",
    b"Content-Type: message/rfc822\r\nno colon\r\nA: b\r\n",
    b"Content-Type: message/delivery-status\r\nno colon\r\nA: b\r\n",
    b"Content-Type: message/delivery-status\r\nA: b\r\n",
    b"Content-Type: message/partial\r\nno colon\r\n",
    b"Content-Type: multipart/x; boundary*=utf-8''x\r\nA: b\r\n",
    b"Content-Type: multipart/x; boundary*0=x; boundary*1=y\r\nno colon\r\n--xy\r\n",
    b"Content-Type: multipart/x; boundary=a*b(\r\nno colon\r\n--a*b(\r\n--a*b(--\r\n",
    b"Content-Type: multipart/x; boundary=\x00\r\nno colon\r\n",
    b"Content-Type: text/plain\r\nno colon\r\nA: b\r\n", b"Content-Type:\r\nno colon\r\nA: b\r\n",
    b"Content-Type: nonsense\r\nno colon\r\n",
    b"Content-Type: multipart/mixed; boundary=x\r\nContent-Transfer-Encoding: base64\r\n"
    b"no colon\r\n--x\r\n",
    b"Content-Type: multipart/mixed; boundary=x; boundary=y\r\n"
    b"no colon\r\n--y\r\nFrom z\r\n--x\r\n",
    b"Content-Type: multipart/mixed; boundary*=bad'x\r\nno colon\r\n",
    b"Content-Type: multipart/mixed; boundary*=utf-8'en'%E2%82%AC\r\nno colon\r\n",
    b"Content-Type: multipart/mixed; boundary*=nocharset'en'%E2%82\r\nno colon\r\n",
    b"Content-Type: multipart/mixed; boundary*1=a; boundary*x=b\r\nno colon\r\n",
    b"Content-Type: multipart/mixed; boundary=x\r\n"
    b"no colon\rpre\r--x\rA: b\r\rbody\r--x--\repilogue\r\n",
    b"Content-Type: multipart/mixed; boundary=\xe9\r\nno colon\r--\xe9\rFrom x\r--\xe9--\r\n",
    b"Content-Type: multipart/mixed; boundary*\r\nno colon\r\n",
    b"Content-Type: multipart/mixed; =x\r\nno colon\r\n",
    b"Content-Type: multipart/mixed;;;boundary=x;\r\nno colon\r--x\r\n",
    b"Content-Type: multipart/mixed; boundary*=''\r\nno colon\r\n",
    b"Content-Type: multipart/mixed; boundary*0*=utf-8''%\r\nno colon\r\n",
    b"Content-Type: multipart/mixed; boundary*=utf-8'x\r\nno colon\r\n",
    b"Content-Type: multipart/mixed; boundary*=rot13''x\r\nno colon\r\n",
    b"Content-Type: multipart/mixed; boundary*=base64''x\r\nno colon\r\n",
)  # fmt: skip

UNENDED = (
    b"A: b",
    b"A: b\r",
    b"A: b\r\nC",
    b"A: b\r\nC: d",
    b"A: b\r\n c",
    b"A: b\r\nFrom x",
    b"\r",
    b"A",
    b"A: b\r\n ",
    b"A: b\r\nC: d\r",
    b":",
)
"""Blocks that the end of the stream cuts short."""


def cases() -> list[Case]:
    first = b"GET /a HTTP/1.1\r\n"
    return [
        *(case("probe 1.1", first + block + b"\r\n", name=_name(block)) for block in BLOCKS),
        *(
            case("probe 1.1", first + block, name=f"{_name(block)}, then the end")
            for block in UNENDED
        ),
        *(
            case("probe 1.1", first + block + b"\n", name=f"{_name(block)}, then LF")
            for block in (b"", b"A: b\r\n", b"A: b\n", b"A\r\n", b"A: b\r")
        ),
        *(
            case("probe 1.1", first + block, name=f"{_name(block)} alone")
            for block in (b" \r\n", b"\t\r\n\r\n", b"\r\r\n", b"\x00\r\n\r\n")
        ),
        *(_every_byte(b"A%bB: c", "in a name") + _every_byte(b"A: b%bC: d", "in a value")),
        *_every_byte(b"%bA: b", "before a name"),
        case("probe 1.1", first + b"A: b", b"\r\n c", b"\r", b"\n", b"\r", b"\n", name="in pieces"),
        *_across_blocks(first),
    ]


def _every_byte(shape: bytes, where: str) -> list[Case]:
    return [
        case(
            "probe 1.1",
            b"GET /a HTTP/1.1\r\nX: y\r\n"
            + shape.replace(b"%b", bytes([byte]))
            + b"\r\nZ: z\r\n\r\n",
            name=f"the byte {byte:#04x} {where}",
        )
        for byte in (*range(0x21), 0x3A, *range(0x7F, 0xA2), 0xAD, 0xE9, 0xFF)
    ]


def _across_blocks(first: bytes) -> list[Case]:
    """The email parser is fed 8,192 characters at a time."""
    result = []
    for size in range(8188, 8196):
        for rest in (
            b"\r\nB: c\r\n\r\n",
            b"\r\r\nB: c\r\n\r\n",
            b"\rB: c\r\n\r\n",
            b"\nB: c\r\n\r\n",
            b"\r\n d\r\n\r\n",
        ):
            block = b"A: ".ljust(size, b"a") + rest
            result.append(case("probe 1.1", first + block, name=f"{rest!r} at character {size}"))
    return result


def _name(block: bytes) -> str:
    text = repr(block)[1:]
    return text if len(text) < 120 else f"{text[:100]}... ({len(block)} bytes)"
