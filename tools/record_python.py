"""Records what CPython answers, for the tests under tests/python and tests/http to replay.

    python3 tools/record_python.py LIB OUTDIR

LIB is the library (the directory Lib) of CPython 3.14, OUTDIR usually tests/python/recorded. It
needs Python 3.13 or later to run. Modules written in Python are loaded from LIB, whatever runs this
script; what is built in (str, int, the operator %) comes from the interpreter, and each file says
so. Inputs are partly chosen by hand and partly random from a fixed seed, so that a second run
writes the same files.

A file is an object with the name of the function, the version of Python, and the cases, one a line:
the inputs and then the result, or in its place an object with the name of the exception (and with
its message, if the test compares messages).
"""

import datetime
import importlib
import json
import pathlib
import random
import sys
import types
import unicodedata

SEED = 20140314

# In the order in which they import each other.
FROM_LIB = [
    "genericpath",
    "posixpath",
    "ipaddress",
    "urllib.parse",
    "mimetypes",
    "html",
    "email._parseaddr",
    "email.utils",
    "email.message",
    "http",
]


def main(lib: str, outdir: str) -> None:
    for name in FROM_LIB:
        load(pathlib.Path(lib), name)
    out = pathlib.Path(outdir)
    for record in RECORDS:
        random.seed(SEED)
        record(out)


def load(lib: pathlib.Path, name: str) -> None:
    """Puts a module of LIB in the place of the interpreter's own."""
    path = lib.joinpath(*name.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    # Python 3.14's spelling of the end of a string in a regular expression.
    source = path.read_text(encoding="utf-8").replace(r"\z", r"\Z")
    module = types.ModuleType(name)
    module.__file__ = str(path)
    if path.name == "__init__.py":
        module.__path__ = [str(path.parent)]
    package, _, child = name.rpartition(".")
    if package:
        setattr(importlib.import_module(package), child, module)
    sys.modules[name] = module
    exec(compile(source, str(path), "exec"), module.__dict__)


def write(out: pathlib.Path, name: str, function: str, cases: list, builtin: bool = False) -> None:
    version = ".".join(map(str, sys.version_info[:3])) if builtin else "3.14"
    unique = list(dict.fromkeys(json.dumps(case, separators=(",", ":")) for case in cases))
    head = f'{{"function":{json.dumps(function)},"python":"{version}","cases":[\n'
    text = head + ",\n".join(unique) + "\n]}\n"
    (out / f"{name}.json").write_text(text, encoding="ascii")
    print(f"{name}: {len(unique)} cases, {len(text):,} bytes")


def answer(function, *args, message: bool = False, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        result = {"error": type(error).__name__}
        if message:
            result["message"] = str(error)
        return result


def utf16(text: str) -> str:
    """Makes one character of each pair of surrogates, as JavaScript does when it reads the file."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def some(pieces: list, most: int, least: int = 0) -> str:
    return "".join(random.choice(pieces) for _ in range(random.randint(least, most)))


def old_code_point(code: int) -> bool:
    """Assigned long ago and unchanged, so that all versions of Unicode in use agree."""
    category = unicodedata.ucd_3_2_0.category(chr(code))
    return category != "Cn" and category == unicodedata.category(chr(code))


# str and int


def record_repr(out: pathlib.Path) -> None:
    texts = [chr(code) for code in range(0x300)]
    noncharacters = [0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF]
    special = [0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xE000, 0xF8FF, 0xF0000, 0x10FFFD, 0x40000, 0xE0001]
    texts += map(chr, noncharacters + special + [0x378, 0x2028, 0x2029, 0x200B, 0xFEFF, 0x3000])
    old = [code for code in range(0x300, 0x30000) if old_code_point(code)]
    texts += map(chr, random.sample(old, 500))
    pieces = ["'", '"', "\\", "\n", "\t", "\r", "a", " ", "\xa0", "\xad", "\0", "\ud800", "€", "𝒳"]
    texts += [some(pieces, 12) for _ in range(400)]
    texts += ["", "it's", '"it\'s"', '"', "GET / HTTP/1.1", "\\'", "$&", "$'", "'$`\""]
    cases = [[text, [repr(text), ascii(text)]] for text in map(utf16, texts)]
    write(out, "repr", "repr, ascii", cases, builtin=True)


def record_split(out: pathlib.Path) -> None:
    # Whatever some language or standard takes for white space, and neighbours of it.
    codes = [*range(0x21), *range(0x7F, 0xA2), 0x1680, 0x180E, *range(0x1FFF, 0x2010)]
    codes += [*range(0x2028, 0x2030), 0x205F, 0x2060, 0x3000, 0x3001, 0xFEFF, 0x1D7CE]
    spaces = [chr(code) for code in codes]
    texts = [
        f"{left}a{space}b{right}" for space in spaces for left, right in (("", ""), (space, space))
    ]
    pieces = [" ", " ", "a", "GET", "/", "\t", "\x1c", "\x85", "\xa0", "\u2003", "\u200b", "é", "𝒳"]
    texts += [some(pieces, 14) for _ in range(300)]
    texts += [
        "GET / HTTP/1.1",
        " GET / HTTP/1.1",
        "GET  / HTTP/1.1",
        "GET / HTTP/1.1 ",
        "",
        " ",
        "a",
    ]
    write(out, "split", "str.split", [[text, text.split()] for text in texts], builtin=True)


def integer(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def record_digits(out: pathlib.Path) -> None:
    digits = [code for code in range(0x110000) if chr(code).isdigit()]
    # Decimal digits, of which Unicode still gets more, must be old; the others are complete.
    codes = [code for code in digits if not chr(code).isdecimal() or old_code_point(code)]
    near = [code + step for code in codes for step in (-1, 1) if code > 0x7F]
    codes += random.sample([code for code in near if old_code_point(code)], 100)
    texts = [chr(code) for code in codes]
    texts += ["", "0", "1.1", "-1", "+1", " 1", "1 ", "1²", "²", "12a", "12345678901234567890"]
    write(out, "is_digit", "str.isdigit", [[t, t.isdigit()] for t in texts], builtin=True)

    texts = [f"1{chr(code)}" for code in codes]
    texts += [
        "", " ", "0", "-0", "+0", "00", "007", "-", "+", "+-1", "- 1", "1 2", "1.0", "1e3", "0x10",
    ]  # fmt: skip
    texts += [
        "_1", "1_", "1__0", "1_0", "+_1", "1_000_000", "0_0", "_", "٤٢", "٤_٢", "-٤", "𝟙𝟚", "²",
    ]  # fmt: skip
    edges = [
        *range(0x21), *range(0x7F, 0xA2), 0x1680, 0x180E, 0x2000, 0x200B, 0x2028, 0x3000, 0xFEFF,
    ]  # fmt: skip
    texts += [f"{chr(code)}5" for code in edges] + [f"5{chr(code)}" for code in edges]
    texts += ["\x1c٥", "٥\x1f", "\x85٥\xa0", "5\n", "\n", "9007199254740991", "123456789012345"]
    texts += ["1" + "0" * 20, "9" * 4300, "9" * 4301, "0" * 4300, "0" * 4301, "-" + "1" * 4300]
    texts += [some(["1", "0", "9", "_", "-", "+", " ", "٣", "a", "\xa0"], 8) for _ in range(300)]
    cases = [[text, integer(text)] for text in texts]
    write(out, "parse_integer", "int", cases, builtin=True)


# The operator %


def percent(format: str, args) -> object:
    result = answer(
        lambda: format % (tuple(args) if isinstance(args, list) else args), message=True
    )
    if isinstance(result, dict) and result["message"].startswith("%c requires"):
        # Reworded in 3.14: the test has those messages from its test suite.
        del result["message"]
    return result


def record_percent_format(out: pathlib.Path) -> None:
    values = [
        "", "abc", "it's", "é𝒳", 0, 1, -1, 42, 255, -255, 123456789, 10**17, True, False, None,
    ]  # fmt: skip
    floats = [
        0.5, 1.5, 2.5, -2.5, 0.125, 1.25, 0.1, -0.1, 1e-5, 1.5e-7, 123456.789, 3.14159, 99.9999,
    ]  # fmt: skip
    floats += [
        1e22 + 0.0, 1e23 + 0.0, 5e-324, 1.7976931348623157e308, 9.5, 0.95, 999999.5, 0.00012345,
        -0.0,
    ]  # fmt: skip
    cases = []
    for conversion in "srdiuoxXcaeEfFgGbq%":
        for value in values + floats[:6]:
            cases.append([f"%{conversion}", [value]])
        for _ in range(60):
            flags = some(["-", "+", " ", "#", "0"], 2)
            width = random.choice(["", "", "1", "3", "8", "12"])
            precision = random.choice(["", "", ".", ".0", ".1", ".3", ".10"])
            length = random.choice(["", "", "", "h", "l", "L"])
            pool = values + floats if conversion in "eEfFgG" else values + floats[:6]
            format = f"<%{flags}{width}{precision}{length}{conversion}>"
            cases.append([format, [random.choice(pool)]])
    for value in floats:
        for conversion in "eEfFgG":
            for options in ("", ".0", ".1", ".2", ".15", ".20", "#.0", "#", "+012.3", "-12"):
                cases.append([f"<%{options}{conversion}>", [value]])
    cases += percent_by_hand()
    write(
        out,
        "percent_format",
        "str.__mod__",
        [[format, args, percent(format, args)] for format, args in cases],
        builtin=True,
    )


def percent_by_hand() -> list:
    request = ['"%s" %s %s', ["GET / HTTP/1.1", "200", "-"]]
    page = {"code": 404, "message": "Not Found", "explain": "Nothing"}
    return [
        request, ["code %d, message %s", [404, "File not found"]],
        ["Error code: %(code)d, %(message)s: %(code)s - %(explain)s.", page],
        ["%(code)5d|%(message).3s|%(code)x|%%", page], ["", []], ["", {}], ["", [1]], ["abc", []],
        ["abc", [1]], ["abc", page], ["%%", []], ["%%", [1]], ["100%", []], ["%", []], ["%", [1]],
        ["%5", [1]], ["%-", [1]], ["%.", [1]], ["%.5", [1]], ["%l", [1]], ["%ll", [1]],
        ["%lld", [1]], ["%hd", [1]], ["%#", [1]], ["%*", [1]], ["%.*", [1]], ["%s", []],
        ["%s %s", [1]], ["%s", [1, 2]], ["%s%%%s", [1, 2]], ["%5%", [1]], ["% %s", [1]],
        ["%(a)s", [1]], ["%(a", [1]], ["%(a", {}], ["%(a)", {"a": 1}], ["%(a)s", {}],
        ["%(it's)s", {}], ["%()s", {"": 1}], ["%(a(b)c)s", {"a(b)c": 1}], ["%(a(b)s", {"a": 1}],
        ["%(a)%", {"a": 1}], ["%(a)s%(a)r", {"a": "x"}], ["%(a)*d", {"a": 3}],
        ["%(a)s %s", {"a": 1}], ["%%(a)s", {"a": 1}], ["%d and 100%", [1]], ["%d and 100%", ["x"]],
        ["%d %b", ["x", 1]], ["%y", []], ["%y", [1]], ["%*d", [5, 42]], ["%-*d|", [5, 42]],
        ["%*d|", [-5, 42]], ["%0*d", [5, -42]], ["%*s", ["5", 1]], ["%*d", [5]], ["%*d", [1.5, 1]],
        ["%*d", [True, 1]], ["%*d", [None, 1]], ["%.*f", [2, 1.005]], ["%.*f", [-2, 1.5]],
        ["%*.*f", [8, 3, 2.5]], ["%.*s", [2, "abc"]], ["%.*s", ["2", "abc"]],
        ["%99999999999999999999d", [1]], ["%.99999999999d", [1]], ["%9223372036854775808s", [1]],
        ["%.2147483648f", [1.5]], ["%(a)99999999999999999999d", [1]], ["%c", [65]], ["%c", ["A"]],
        ["%c", [0x20AC]], ["%c", [0x1F600]], ["%c", ["𝒳"]], ["%5c|", ["é"]], ["%-5c|", [65]],
        ["%.0c", [65]], ["%05c", [65]], ["%c", [-1]], ["%c", [0x110000]], ["%c", [True]],
        ["%c", ["AB"]], ["%c", [""]], ["%c", [None]], ["%c", [1.5]], ["%é", [1]], ["%\n", [1]],
        ["%\x7f", [1]], ["%s", ["x" * 300]], ["%.3s", ["𝒳𝒴𝒵𝒶"]], ["%6s", ["𝒳𝒴"]], ["%-6r|", ["𝒳"]],
        ["%a", ["𝒳é"]], ["%a", page], ["%a", [["it's", 'é"']]], ["%.60f", [0.1]], ["%.110e", [0.1]], ["%.400f", [5e-324]],
        ["%.0f", [1e22 + 0.0]], ["%f", [1e300]], ["%s", [1e-05]], ["%s", [0.0001]],
        ["%s", [1.5e-10]], ["%r", [5e-324]], ["%s", [123456.789]], ["%d", [2**100]],
        ["%s", [10**21]], ["%x", [10**21]], ["%d", [-1.99]], ["%d", [1e15 + 0.5]],
    ]  # fmt: skip


# urllib.parse


def record_quote(out: pathlib.Path) -> None:
    from urllib.parse import quote

    pieces = ["a", "Z", "9", "_.-~", "/", " ", "%", "+", "?", "#", "&", "!'()*", "[]", "\0", "\x7f"]
    pieces += ["\x80", "é", "€", "𝒳", "\ufeff", "\ud800", "\udfff", "\uffff", "\n"]
    texts = [chr(code) for code in range(0x100)] + pieces + ["", "a b/c", "\udc80\ud800", "x\ud83d"]
    texts += [some(pieces, 10) for _ in range(300)]
    cases = []
    for text in map(utf16, texts):
        safe = random.choice(["/", "/", "", "é/", "!'()*", "%", "/ ?&", "\0"])
        errors = random.choice(["strict", "replace", "surrogatepass"])
        cases += [
            [text, s, e, answer(quote, text, s, None, e)]
            for s, e in (("/", "strict"), (safe, errors))
        ]
    write(out, "quote", "urllib.parse.quote", cases)


def percent_bytes() -> str:
    """Percent-encoded bytes that are UTF-8, nearly UTF-8, or anything."""
    kind = random.randrange(4)
    if kind == 0:
        data = random.randbytes(random.randint(1, 6))
    elif kind == 1:
        starts = [0xC0, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF]
        nexts = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0]
        data = bytes([random.choice(starts), *random.choices(nexts, k=random.randint(0, 4))])
    elif kind == 2:
        data = bytearray("aé€𝒳".encode())
        data[random.randrange(len(data))] = random.randrange(256)
    else:
        data = chr(random.choice([0x41, 0xE9, 0x20AC, 0xD800, 0xDFFF, 0xFEFF, 0x1F600])).encode(
            "utf-8", "surrogatepass"
        )
    form = random.choice(["%%%02X", "%%%02x"])
    return "".join(form % byte for byte in data)


UNQUOTE_BY_HAND = [
    "", "%", "%%", "%2", "%2G", "%G2", "%20", "%2f%2F", "%25%32%30", "%2520", "a%20b", "+", "%+1",
    "% 1", "%-1", "%0x", "%\xb2\xb3", "é%C3%A9é", "%C3é%A9", "%C3", "%C3%", "%C3%A", "%C3%A9",
    "%C3x%A9", "x%C3", "%E2%82", "%E2%82x", "%E2%82%AC", "%E2%28%A1", "%F0%9F%98", "%F0%9F%98%80",
    "%F0%9F%98x", "%F0%80%80%80", "%F4%90%80%80", "%F8%88%80%80%80", "%C0%80", "%C1%BF",
    "%E0%80%80", "%E0%A0%80", "%ED%9F%BF", "%ED%A0%80", "%ED%BF%BF", "%ED%A0", "%ED%A0%ED%A0%80",
    "%ED%A0%80%ED%B0%80", "%EF%BB%BFa", "%EF%BF%BD", "%EF%BF%BE", "%FE%FF", "%80%80%80", "%00",
    "/%2e%2e/%2E%2E", "𝒳%F0%9D%92%B3", "\ud800%41", "%41\udfff", "%e9", "%ED%A0%80x%ED%B0%80",
    "a%ED%A0%80%C3", "%zz%41%", "%u0041", "%5", "%4\uff11", "%F1%80%80%41",
]  # fmt: skip


def record_unquote(out: pathlib.Path) -> None:
    from urllib.parse import unquote

    literals = ["a", "/", "%", "%2", "é", "€", "𝒳", " ", "%zz", "\ud800"]
    texts = UNQUOTE_BY_HAND + [percent_bytes() for _ in range(300)]
    for _ in range(500):
        parts = [
            random.choice([percent_bytes, lambda: random.choice(literals)])() for _ in range(4)
        ]
        texts.append("".join(parts))
    cases = []
    for text in map(utf16, texts):
        for errors in ("replace", random.choice(["strict", "surrogatepass"])):
            cases.append([text, errors, answer(unquote, text, errors=errors)])
    write(out, "unquote", "urllib.parse.unquote", cases)


URLS = [
    "", "/", "//", "///", "////", "/a", "//a", "//a/", "///a", "////a", "?", "#", "?#", "#?", "/?",
    "/#", "/?#", "a?b#c?d#e", "//?q", "//#f", "//a?q", "//a#f", "//a?#", "http:", "http:/",
    "http://", "http:///", "http:////", "http:a", "http:/a", "http://a", "http://a/", "http:///a",
    "http:////a", "HTTP://A/B", "hTtP://a", "1http://a", "h1+-.://a", "-a://b", "+:b", ":", ":a",
    "a:", "a:b", "a:b:c", "é:b", "aé:b", "a b:c", "a/b:c", "a?b:c", "C:/x", "mailto:a@b", "data:,x",
    "data:text/html;a=b,<p>?#", "javascript:alert(1)", "file:///etc", "file://h/etc", " /a ",
    "\x00\x1f /a", "/a\tb\rc\nd", "\n//a", "/\n/a", "ht\ntp://a", "http://a\t/b", "http\t://x",
    "\xa0/a", "//a@b:80/c", "//a:b@c:d/e", "//@/", "//:80/", "http://[::1]/", "http://[::1]:80/",
    "http://[::1]x/", "http://[::1", "http://::1]", "http://x[::1]/", "http://[::1]]/",
    "http://[[::1]]/", "http://u@[::1]:80/", "http://[u]@h/", "http://[::1]@h/",
    "http://[::1]@127.0.0.1/", "http://[::1]@[::1]/", "http://[1.2.3.4]/", "http://[]/",
    "http://[v1.a]/", "http://[v.a]/", "http://[vg.a]/", "http://[v1.]/", "http://[V1.a]/",
    "http://[v1.\u2028]/", "http://[::1%eth0]/", "http://[::1%25eth0]/", "http://[::1%]/",
    "http://[fe80::1%a%b]/", "http://[::ffff:1.2.3.4]/", "http://[1:2:3:4:5:6:7:8]/",
    "http://[1:2:3:4:5:6:7::]/", "http://[::/", "http://]/", "http://[a]:b]/", "http://[it's]/",
    "http://[::1]:/", "http://[::1].com/", "http://a]b[c/", "/[", "/a[b]", "?[", "http://℀/",
    "http://a℀b/", "http://ﬁ/", "http://é/", "http://a／b/", "http://a＃b/", "http://a？b/",
    "http://a＠b/", "http://a：b/", "http://a@b：c/", "http://℀@h/", "//℀", "/℀", "http://ª/",
    "http://½/", "http://𝒳/", "http://\ud800/", "http://a⁄b/", "http://\u2100#f",
    "http://[\u2100]/", "////evil.com/..;/", "/%2f/a", "//evil.com", "/index.html?x=1&y=2#frag",
    "*", "localhost:80", "www.python.org:80/x", "//[", "/a;b;c", "http:;x", "https:?a#b",
    "svn+ssh://h/p", "git+ssh:p", "itms-services:", "itms-services://x", "urn:a:b", "ws:", "wss:/",
    "unknown://", "x:///", "x:", "x:/", "x:?q", "x://h", "x:////h", "http:?q", "http:#f",
    "http:/?q", "http://?q", "ftp:a?b",
]  # fmt: skip


def record_url(out: pathlib.Path) -> None:
    from urllib.parse import urlsplit, urlunsplit

    pieces = [
        "/", "/", "//", "a", "b.c", ":", "?", "#", "@", "[", "]", "[::1]", "http", "x", "%2f", ".",
        ";", "=",
    ]  # fmt: skip
    pieces += [" ", "\t", "\n", "80", "é", "℀", "1.2.3.4"]
    urls = URLS + [some(pieces, 9) for _ in range(350)]
    urls += [
        random.choice(["http:", "x:", "//", "http://", ""]) + some(pieces, 7) for _ in range(350)
    ]
    cases = [[url, answer(lambda: list(urlsplit(url)), message=True)] for url in urls]
    write(out, "urlsplit", "urllib.parse.urlsplit", cases)

    parts = [["", "http", "file", "x", "git", "HTTP"], ["", "h", "u@h:80"]]
    parts += [["", "/", "//", "///", "//a", "/a", "a", "a/b", "?"], ["", "q"], ["", "f"]]
    rows = [
        [s, n, p, q, f]
        for s in parts[0]
        for n in parts[1]
        for p in parts[2]
        for q in parts[3]
        for f in parts[4]
    ]
    rows += [case[1] for case in cases if isinstance(case[1], list)][:200]
    write(out, "urlunsplit", "urllib.parse.urlunsplit", [[row, urlunsplit(row)] for row in rows])


ADDRESSES = [
    "", "0", "1.2.3", "1.2.3.4", "1.2.3.4.5", "0.0.0.0", "255.255.255.255", "256.1.1.1", "01.2.3.4",
    "1.2.3.04", "00.0.0.0", "1..2.3", "1.2.3.", ".1.2.3", "+1.2.3.4", "1.2.3.4 ", "1.2.3.1000",
    "١.2.3.4", "0x1.2.3.4", "1.2.3.4/8", "1.2.3.4%a", "::", ":", ":::", "::1", "1::", "1::2",
    "1:2::", "::1:2", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::",
    "::2:3:4:5:6:7:8", "1::3:4:5:6:7:8", "1::2::3", "1:2:3:4::5:6:7:8", "1:2:3:4:5:6:7:",
    ":2:3:4:5:6:7:8", ":1::2", "1::2:", "::1:", ":::1", "1:::2", "12345::", "g::", "::G", "::ffff",
    "::1.2.3.4", "::ffff:1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7:1.2.3.4", "1.2.3.4::",
    "::1.2.3.4:1", "::1.2.3", "::01.2.3.4", "1:2:3:4:5::1.2.3.4", "1:2:3:4:5:6::1.2.3.4",
    "::1%eth0", "::1%", "%eth0", "::1%a%b", "::1%a/b", "::1/64", "::1 ", " ::1", "[::1]",
    "0000:0000:0000:0000:0000:0000:0000:0000", "00000::",
    "0000:0000:0000:0000:0000:0000:255.255.255.255",
    "0000:0000:0000:0000:0000:0000:0000:255.255.255.255", "::١", "::1\n", "1:2", "1:2:3", "::%1",
    "::%é", "::0000:0000:0000:0000:0000:0000:255.255.255.255", "1:2:3:4:5:6:7:8:9:10:11",
    "::ffff:1.2.3.4%x",
]  # fmt: skip


def record_ipaddress(out: pathlib.Path) -> None:
    from ipaddress import IPv4Address, IPv6Address

    def accepts(address_type, text: str) -> bool:
        return not isinstance(answer(address_type, text), dict)

    texts = ADDRESSES + [some(["1", "ab", "255", ":", ":", "::", "."], 14, 3) for _ in range(300)]
    texts += [
        ":".join(some(["", "0", "f", "abcd"], 1) for _ in range(random.randint(6, 10)))
        for _ in range(300)
    ]
    cases = [[text, [accepts(IPv4Address, text), accepts(IPv6Address, text)]] for text in texts]
    write(out, "ipaddress", "ipaddress.IPv4Address, IPv6Address", cases)


# html, posixpath, mimetypes


def record_html(out: pathlib.Path) -> None:
    from html import escape

    texts = [some(["&", "<", ">", '"', "'", "a", "&amp;", "é", "$&", "\0"], 10) for _ in range(100)]
    write(
        out,
        "html_escape",
        "html.escape",
        [[t, q, escape(t, q)] for t in texts for q in (True, False)],
    )


def record_posixpath(out: pathlib.Path) -> None:
    import posixpath

    by_hand = [
        "", "/", "//", "///", "////", ".", "..", "./", "../", "/.", "/..", "//..", "///..", "a",
        "a/", "/a", "a//b",
    ]  # fmt: skip
    by_hand += [
        ".a", "a.", "..a", "...", "/...", "a/..", "a/../..", "/a/../..", "//a/../..", "../a",
        ".b.c", "a.b/c", "a/.b",
    ]  # fmt: skip
    by_hand += [
        "a.b.c", "a..b", "....", ".....a", "..a.b", "a/..b", "a.tar.gz", "/home/.profile",
        "a\0b/..", "é/..", "a b",
    ]  # fmt: skip
    pieces = ["/", "/", "//", ".", "..", "a", "b.c", ".d", "é", "/../", "/./", "\0"]
    texts = by_hand + [some(pieces, 8) for _ in range(500)]
    # This one is written in C since 3.11, so it is the interpreter's.
    write(
        out,
        "normpath",
        "posixpath.normpath",
        [[t, posixpath.normpath(t)] for t in texts],
        builtin=True,
    )
    write(out, "splitext", "posixpath.splitext", [[t, list(posixpath.splitext(t))] for t in texts])
    rows = [random.choices(texts, k=random.randint(1, 4)) for _ in range(300)]
    write(out, "join", "posixpath.join", [[row, posixpath.join(*row)] for row in rows])


def record_message_params(out: pathlib.Path) -> None:
    from email.message import Message

    cases = []
    for content_type, disposition in message_params():
        message = Message()
        # As the parser does it.
        if content_type is not None:
            message._headers.append(("Content-Type", content_type))
        if disposition is not None:
            message._headers.append(("Content-Disposition", disposition))
        cases.append([
            content_type,
            disposition,
            [
                message.get_content_type(),
                message.get_content_maintype(),
                message.get_content_subtype(),
                message.get_content_disposition(),
                message.get_params(),
                message.get_params(header="content-disposition", unquote=False),
                message.get_param("A"),
                message.get_param("charset", unquote=False),
                message.get_boundary(),
                message.get_content_charset(),
                message.get_filename(),
            ],
        ])  # fmt: skip
    write(out, "message_params", "email.message.Message.get_params and others", cases)


def message_params() -> list[tuple[str | None, str | None]]:
    types = [
        "", ";", ";;", "text/html", "TEXT/Html; Charset=UTF-8", "text/html;charset", "text", "a/b/c",
        " text/html\x1f; a = b ", "text/html;charset=\"utf-8\"", "text/html; charset='utf-8'",
        "multipart/form-data; boundary=----x", 'multipart/form-data; boundary="a b "', "a/b; a=<c>",
        'multipart/mixed; boundary="a;b=c"; a=d', 'a/b; a="b\\"c;d"; e=f', 'a/b; a="b', "a/b; a=\"",
        "a/b; charset*=us-ascii'en'utf-8", "a/b; charset*=x-no''utf%2D8", "a/b; charset*=''utf-8",
        "a/b; charset*=utf-8''%ff", "a/b; charset=caf\xe9", "a/b; name=n.txt", "a/b; a=1; A=2",
        "a/b; boundary*0=x; boundary*1=y", "a/b; boundary*1=y; boundary*0=x; boundary=z",
        "a/b; boundary*=utf-8''%e2%82%ac; boundary*0=x", "a/b; a*=x; a*1=y; a*2*=%41", "a/b; *=x; a**=y",
    ]  # fmt: skip
    dispositions = [
        "", "attachment", " INLINE ; x", "attachment; filename=a.txt", 'attachment; filename="a b.txt"',
        "attachment; filename*=utf-8''%e2%82%ac.txt", "attachment; filename*=iso-8859-1'en'%a3 rates",
        "attachment; filename*=latin-1''%80", "attachment; filename*=us-ascii''%80x", "a; filename*=a",
        "attachment; filename*=UTF_8''%e9", "attachment; filename*0*=utf-8''a; filename*1=b%20",
        'attachment; filename="\\"a\\""', 'a; filename="\\\\"', "a; filename=<a>; filename=b",
        'form-data; name="x"; filename="caf\xe9"', "a;filename*10=j;filename*9=i;filename*0=a",
        "a; filename*0=\"a'b'c\"; filename*1*=%22d", "a; filename*=''", "a; filename*='", "a; filename=",
    ]  # fmt: skip
    pieces = [
        "a/b", "a", "A", "=", "=", ";", ";", "; ", "*", "*0", "*1", "*0*=", "'", "''", '"', '"', "\\", "%41",
        "%e9", "utf-8", "charset", "boundary", "filename", "name", " ", "\t", "\x1f", "\xa0", "\xe9", "<", ">",
    ]  # fmt: skip
    made = ["".join(random.choices(pieces, k=random.randint(1, 14))) for _ in range(1200)]
    return [
        (None, None),
        *((each, None) for each in types),
        *((None, each) for each in dispositions),
        *(("a/b;" + one, "c;" + other) for one, other in zip(made[::2], made[1::2])),
    ]


def record_mimetypes(out: pathlib.Path) -> None:
    import mimetypes

    # No files of the system: they differ, and the port does not read them.
    mimetypes.inited = True
    table = mimetypes.MimeTypes()
    extensions = [*table.types_map[True], *table.types_map[False]]
    pieces = [
        *extensions, *table.encodings_map, *table.suffix_map, ".Z", ".z", ".GZ", ".TGZ", ".", "a",
        "/", "x", "é",
    ]  # fmt: skip
    paths = [f"x{extension}" for extension in pieces] + [
        f"X{extension}".upper() for extension in extensions
    ]
    paths += [some(pieces, 3, 1) for _ in range(200)] + [
        "",
        ".",
        ".gz",
        "a/.gz",
        "a.gz/b",
        ".tar.gz",
        "x.svgz.gz",
    ]
    cases = [[path, list(table.guess_file_type(path))] for path in paths]
    write(out, "guess_file_type", "mimetypes.guess_file_type", cases)


# email.utils


def record_formatdate(out: pathlib.Path) -> None:
    from email.utils import formatdate

    times = [
        0, 1, -1, 0.5, -0.5, 0.9999994, 0.9999995, 0.9999996, 0.9999999, -0.0000004, -0.0000005,
        -0.0000006, -0.9999999,
    ]  # fmt: skip
    times += [
        1.9999995, 2.9999995, 784111777, 784111777.999, 951782400, 4107542400, 2**31, 2**32, 1e10,
        1e11, 1e12, 1e15, 1e18, 1e300,
    ]  # fmt: skip
    times += [
        -62135596800,
        -62135596801,
        -62135596800.5,
        -62135596799.5,
        253402300799,
        253402300799.9,
        253402300799.9999999,
    ]
    times += [253402300800, -59011459200, -30610224000, -1e11, -1e12, -1e18, 1e-7, -1e-7]
    times += [random.randint(-62135596800, 253402300799) for _ in range(60)]
    times += [random.uniform(-1e10, 1e10) for _ in range(60)]
    times += [
        second + random.uniform(0.999999, 1)
        for second in random.choices(range(-(10**9), 10**9), k=100)
    ]
    cases = [
        [t, usegmt, answer(formatdate, t, usegmt=usegmt)] for t in times for usegmt in (True, False)
    ]
    write(out, "formatdate", "email.utils.formatdate", cases)


def parse_date(text: str) -> list:
    from email.utils import parsedate_to_datetime

    date = parsedate_to_datetime(text)
    offset = None if date.tzinfo is None else int(date.utcoffset().total_seconds())
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    aware = date.replace(tzinfo=datetime.timezone.utc) if date.tzinfo is None else date
    return [int((aware - epoch).total_seconds()), offset]


DATES = [
    "", " ", ",", "x", "Sun", "Sun,", "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37",
    "06 Nov 1994 08:49:37 GMT", "Sun,06 Nov 1994 08:49:37 GMT", "Sun 06 Nov 1994 08:49:37 GMT",
    "SUN 6 NOV 1994 8:49:37 gmt", "Sonntag, 06 Nov 1994 08:49:37 GMT",
    "Sonntag 06 Nov 1994 08:49:37 GMT", "Foo,06 Nov 1994 08:49:37 GMT",
    "a,b,06 Nov 1994 08:49:37 GMT", "Sun,,06 Nov 1994 08:49:37 GMT", "Nov 06 1994 08:49:37 GMT",
    "06 November 1994 08:49:37 GMT", "06 Novem 1994 08:49:37 GMT", "06, Nov 1994 08:49:37 GMT",
    "06 Nov, 1994 08:49:37 GMT", "06 Nov 1994, 08:49:37 GMT", "06 Nov 1994 08:49:37, GMT",
    "06 Nov 08:49:37 1994 GMT", "06 Nov 08:49:37 GMT 1994", "06 Nov GMT 08:49:37 1994",
    "Nov 6, 1994 08:49:37", "06 Nov 1994 08:49 GMT", "06 Nov 1994 08.49.37 GMT",
    "06 Nov 1994 08.49 GMT", "06 Nov 1994 08.49.37.5 GMT", "06 Nov 1994 08:49:37.5 GMT",
    "06 Nov 1994 08:49:37:00 GMT", "06 Nov 1994 08 GMT", "06 Nov 1994 8:4:3 GMT",
    "06 Nov 1994 :: GMT", "06 Nov 1994 : GMT", "06 Nov 1994 . GMT", "06 Nov 1994 084937 GMT",
    "06 Nov 1994 08:49:60 GMT", "06 Nov 1994 24:00:00 GMT", "06 Nov 1994 23:60:00 GMT",
    "06 Nov 1994 -1:00:00 GMT", "06 Nov 1994 +8:49:37 GMT", "06 Nov 1994 08:49:37+0100",
    "06 Nov 1994 08:49:37-0100", "06 Nov 1994 -08:49:37", "06 Nov 1994 +08:49:37",
    "06 Nov 1994 08:49:37+01:00", "06 Nov 1994 08:49:37 +01:00", "06 Nov 1994 08:49:37 +0000",
    "06 Nov 1994 08:49:37 -0000", "06 Nov 1994 08:49:37 0000", "06 Nov 1994 08:49:37 -0",
    "06 Nov 1994 08:49:37 +0", "06 Nov 1994 08:49:37 0", "06 Nov 1994 08:49:37 Z",
    "06 Nov 1994 08:49:37 z", "06 Nov 1994 08:49:37 A", "06 Nov 1994 08:49:37 UT",
    "06 Nov 1994 08:49:37 UTC", "06 Nov 1994 08:49:37 EST", "06 Nov 1994 08:49:37 edt",
    "06 Nov 1994 08:49:37 CET", "06 Nov 1994 08:49:37 (GMT)", "06 Nov 1994 08:49:37 GMT (comment)",
    "06 Nov 1994 08:49:37 GMT more words", "06 Nov 1994 08:49:37 +2359",
    "06 Nov 1994 08:49:37 -2359", "06 Nov 1994 08:49:37 +2360", "06 Nov 1994 08:49:37 +2400",
    "06 Nov 1994 08:49:37 -2400", "06 Nov 1994 08:49:37 +9999", "06 Nov 1994 08:49:37 +1",
    "06 Nov 1994 08:49:37 +99", "06 Nov 1994 08:49:37 100", "06 Nov 1994 08:49:37 -1",
    "06 Nov 1994 08:49:37 +_1", "06 Nov 1994 08:49:37 1_00", "06 Nov 1994 08:49:37 +" + "9" * 30,
    "06 Nov 1994 08:49:37 " + "9" * 400, "06 Nov 1994 08:49:37 " + "9" * 4301,
    "06 Nov 1994 08:49:37 -" + "9" * 400, "06 Nov 94 08:49:37 GMT", "06 Nov 00 08:49:37 GMT",
    "06 Nov 0 08:49:37 GMT", "06 Nov 68 08:49:37 GMT", "06 Nov 69 08:49:37 GMT",
    "06 Nov 99 08:49:37 GMT", "06 Nov 100 08:49:37 GMT", "06 Nov 999 08:49:37 GMT",
    "06 Nov 9999 08:49:37 GMT", "06 Nov 10000 08:49:37 GMT", "06 Nov 0094 08:49:37 GMT",
    "06 Nov -1 08:49:37 GMT", "06 Nov x 08:49:37 -5", "06 Nov x 08:49:37 -1950",
    "06 Nov x 08:49:37 -1999", "06 Nov x 08:49:37 -2000", "06 Nov x 08:49:37 -1901",
    "06 Nov GMT 08:49:37 94", "06 Nov , 08:49:37 GMT", "06 Nov ² 08:49:37 GMT",
    "06 Nov ٩٤ 08:49:37 GMT", "06 Nov 𝟙𝟡𝟡𝟜 08:49:37 GMT", "٦ Nov 1994 08:49:37 GMT",
    "00 Nov 1994 08:49:37 GMT", "30 Nov 1994 08:49:37 GMT", "31 Nov 1994 08:49:37 GMT",
    "32 Oct 1994 08:49:37 GMT", "29 Feb 2023 08:49:37 GMT", "29 Feb 2024 08:49:37 GMT",
    "29 Feb 1900 08:49:37 GMT", "29 Feb 2000 08:49:37 GMT", "-1 Nov 1994 08:49:37 GMT",
    "+6 Nov 1994 08:49:37 GMT", "0_6 Nov 1994 08:49:37 GMT", "06 Nov 1_994 08:49:37 GMT",
    "6. Nov 1994 08:49:37 GMT", "06 11 1994 08:49:37 GMT", "Nov Nov 1994 08:49:37 GMT",
    "06 Nov 1994 08:49:37 \xa0GMT", "06\x85Nov\x1c1994 08:49:37 GMT", "06 Nov 1994 08:49:37 eﬆ",
    "06 Nov 1994 0_8:49:37 GMT", "06 Nov 1994  ٠٨:٤٩:٣٧ GMT", "06-Nov-94 08:49:37 GMT",
    "06-Nov-94 08:49:37", "06-Nov-94-x 08:49:37 GMT", "06- -94 08:49:37 GMT",
    "-Nov-94 08:49:37 GMT", "06-Nov- 08:49:37 GMT", "06--94 08:49:37 GMT", "Nov-06-94 08:49:37 GMT",
    "Sun, 06-Nov-1994 08:49:37 GMT", "06-Nov-94 08:49:37 GMT x", "06/Nov/1994 08:49:37 GMT",
    "1994-11-06T08:49:37Z", "1994-11-06 08:49:37", "0", "784111777", "Sun, 06 Nov 1994",
    "01 Jan 1 00:00:00 GMT", "31 Dec 9999 23:59:59 GMT", "31 Dec 9999 23:59:59 -2359",
    "01 Jan 100 00:00:00 +2359", "01 Jan 1970 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 -0000",
    "31 Dec 1969 23:59:59 GMT", "19 Jan 2038 03:14:08 GMT", "06 Nov 1994 08:49: GMT",
    "06 Nov 1994 :49:37 GMT", "06 Nov 1994 08::37 GMT", "06 Nov 1994 08:49:37,,GMT",
    "06,, Nov 1994 08:49:37 GMT", "06 Nov 1994 08:49:37 MAY", "06 may 1994 08:49:37 GMT",
    "MAY 06 1994 08:49:37 GMT", "06 sept 1994 08:49:37 GMT", "Mon 06 Nov", "Mon",
    "Mon Mon 06 Nov 1994 08:49:37 GMT", ", 06 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov " + "9" * 30 + " 08:49:37 GMT", "9" * 30 + " Nov 1994 08:49:37 GMT",
    "06 Nov 1994 " + "9" * 30 + ":00 GMT",
]  # fmt: skip


def random_date() -> str:
    pick = random.choice
    day = pick(["6", "06", "31", "29", "0", "30", "6,", "x", "٦"])
    month = pick(["Nov", "nov", "Feb", "February", "DEC", "Foo", "Nov,", "may"])
    year = pick(["1994", "94", "2024", "00", "0099", "10000", "1994,", "x", "-5"])
    time = pick(
        [
            "08:49:37",
            "8:4",
            "08.49.37",
            "23:59:60",
            "08:49:37,",
            "24:00",
            "x",
            "08:49:37+0130",
            "0:0:0-0000",
        ]
    )
    zone = pick(
        ["GMT", "GMT", "-0000", "+0130", "-0800", "EST", "XYZ", "+2400", "", "-", "+", "1994"]
    )
    words = [day, month, year, time, zone]
    if random.random() < 0.3:
        first, second = random.sample(range(5), 2)
        words[first], words[second] = words[second], words[first]
    if random.random() < 0.2:
        words[:3] = ["-".join(words[:3])]
    if random.random() < 0.1:
        del words[random.randrange(len(words))]
    name = pick(["", "", "Sun, ", "Sun ", "Sunday, ", "Sunday ", "Sun,", "foo,"])
    text = name + pick([" ", " ", "  ", "\t"]).join(words)
    if random.random() < 0.15:
        place = random.randrange(len(text) + 1)
        text = (
            text[:place]
            + pick([",", "-", "+", ":", " ", ".", "0", "_", "\xa0", "é"])
            + text[place + 1 :]
        )
    return text


def record_parsedate(out: pathlib.Path) -> None:
    texts = DATES + [random_date() for _ in range(1200)]
    cases = [[text, answer(parse_date, text)] for text in texts]
    write(out, "parsedate_to_datetime", "email.utils.parsedate_to_datetime", cases)


# http


def record_status(out: pathlib.Path) -> None:
    from http import HTTPStatus

    def classes(status) -> list:
        names = ["informational", "success", "redirection", "client_error", "server_error"]
        return [getattr(status, f"is_{name}") for name in names]

    members = HTTPStatus.__members__.items()
    cases = [[n, [s.name, s.value, s.phrase, s.description, *classes(s)]] for n, s in members]
    write(out, "http_status", "http.HTTPStatus", cases)


RECORDS = [
    record_repr,
    record_split,
    record_digits,
    record_percent_format,
    record_quote,
    record_unquote,
    record_url,
    record_ipaddress,
    record_html,
    record_posixpath,
    record_message_params,
    record_mimetypes,
    record_formatdate,
    record_parsedate,
    record_status,
]

if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
