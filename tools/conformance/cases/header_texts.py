"""What `str()` makes of the header fields of a request, which many handlers log or send back."""

from __future__ import annotations

from .case import Case, case, script

BLOCKS = (
    "Host: example.com\r\nUser-Agent: curl/8.0\r\nAccept: */*\r\n",
    "", "A:\r\n", "A: \r\n", "A:b\r\n", "A:  b\r\n", "A: b \r\n", "A: b  \r\n", "A: b\t\r\n",
    "a: b\r\nA: c\r\na: d\r\n", "A: " + "word " * 60 + "\r\n", "A: " + "x" * 300 + "\r\n",
    "A: b\r\n c\r\n", "A: b \r\n c\r\n", "A: b  \r\n\tc\r\n", "A: b\r\n c \r\n", "A: b\r\n c  \r\n",
    "A: b\r\n \r\n", "A: b\r\n  \r\n", "A: b\r\n\t\r\n c\r\n", "A:\r\n b\r\n", "A: b\n c\r\n",
    "A: caf\xe9\r\n", "A: \xff\xfe\xfd\r\n", "A: plain words and one \xe9 in many\r\n", "A: \xa0\r\n",
    "A: \xe9 \r\n", "A: \xe9\r\n b\r\n", "A: b\r\n \xe9\r\n\tc \r\n", "A: b\x85 c\r\n", "A: a_b=c?\xe9\r\n",
    "A: =?utf-8?q?x?=\r\n", "A: b\x01c\r\n", "A: b\x7fc\r\n", "A: b\x1fc\r\n", "A: b\r\n \x1f\r\n",
    "A: b\x0bc\r\n", "A: b\x0b c\r\n", "A: b\x0bC: d\r\n", "A: b\x0c\r\n", "A: \x1cb\r\n", "A: b\x1d\x1ec\r\n",
    "A: b\x85c\r\n", "A: \xe9\x0bb\r\n", "A: b\x0b\x0b c\r\n", "A: b\x0b\r\n c\r\n", "A: b\x0b\x1fc\r\n",
    "A: b\rC: d\r\n", "A: b\r c\r\n", "A: b\nC: d\r\n", "From x\r\nA: b\r\n", "A: b\r\nFrom x\r\nC: d\r\n",
    "A: b\r\nno colon\r\nC: d\r\n", "no colon\r\nA: b\r\n", "A : b\r\n", " A: b\r\n", ": b\r\nC: d\r\n",
    "A: b\r\nC d: e\r\nF: g\r\n", "A: b\r\nno colon\rC: d\nE\r\n", "A: b\r\n\rC: d\r\n",
    "Content-Type: application/json\r\nno colon\r\n", "Content-Type: multipart/form-data; boundary=x\r\n",
    "Content-Type: multipart/form-data\r\n", "Content-Type: multipart/form-data\r\nno colon\r\nC: d\r\n",
    "Content-Type: multipart/x; boundary=x\r\nno colon\rC: d\n",
    "Content-Type: message/rfc822\r\n", "Content-Type: message/rfc822\r\nno colon\r\nC: d\r\n",
    "Content-Type: message/http\r\nC d: e\rF: g\r\n", "Content-Type: text/plain; charset=\"utf-8\"\r\n",
)  # fmt: skip


def cases() -> list[Case]:
    head = script(
        ["send_response", 200], ["end_headers"], ["write_result", "header_text"], version="HTTP/1.0"
    )
    line = head.removesuffix(b"\r\n")
    return [
        case("probe 1.1", line + block.encode("latin-1") + b"\r\n", name=repr(block)[:100])
        for block in BLOCKS
    ]
