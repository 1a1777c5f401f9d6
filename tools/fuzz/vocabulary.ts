/**
 * What requests are made of: strings of the code points 0 to 255, one for each byte.
 *
 * @module
 */

/** Method tokens, the frequent ones more than once. */
export const METHODS: readonly string[] = [
  ...Array(20).fill("GET"),
  ...Array(10).fill("HEAD"),
  ...["PUT", "POST", "OPTIONS", "get", "Get", "M-SEARCH", "\xc9T\xc9", "EMPTY", "RAISE", "GETX"],
  ...["__init__", "'", '"', "\xad"],
];

/** Versions of HTTP, and what looks like one. */
export const VERSIONS: readonly string[] = [
  ...Array(40).fill("HTTP/1.1"),
  ...Array(10).fill("HTTP/1.0"),
  ...["HTTP/0.9", "HTTP/2.0", "HTTP/1.2", "HTTP/01.01", "HTTP/1.10", "HTTP/1", "HTTP/1."],
  ...["HTTP/1.1.1", "HTTP/x.y", "http/1.1", "HTTP/1.\xb9", "HTTP/12345678901.1"],
  ...["HTTP/0.0000000001", "HTTP//1.1", "HTTP/1.1/", "1.1", ""],
];

/** What stands between the words of a request line. */
export const SPACES: readonly string[] = [
  ...Array(30).fill(" "),
  ...["  ", "\t", "\x0b", "\x0c", "\r", "\x1c", "\x1f", "\x85", "\xa0", " \t ", "\x00", ""],
];

/** What stands at the end of a line. */
export const LINE_ENDS: readonly string[] = [
  ...Array(20).fill("\r\n"),
  ...["\n", "\n", "\n", "\r\r\n", "\r", " \r\n"],
];

/** Header lines, and what is none. None of them frames a body. */
export const HEADER_LINES: readonly string[] = [
  ...["Host: example.com", "User-Agent: fuzz/1.0", "Accept: */*", "A: b", "a: c", "A:", "A:b"],
  ...["A: b ", "Connection: close", "Connection: keep-alive", "connection: Close"],
  ...["Connection: Keep-Alive", "Connection: keep-alive, x", "Connection: close "],
  ...["Connection:  close", "Connection : close", "Expect: 100-continue", "expect: 100-Continue"],
  ...["Expect: x", "Expect: 100-continue ", "If-None-Match: *", 'If-None-Match: "x"'],
  ...["If-None-Match:", "Range: bytes=0-1", " folded", "\tfolded", "  ", " Connection: close"],
  ...["no colon", ": no name", ":", "From x", "From: x", "From x: y", ">From x", "A : b", "A b: c"],
  ...["A: b\rC: d", "A\r: b", "A: \x00", "\x00: a", "A: \xe9", "\xe9: a", "A: b\x0bc", "A: b\x85c"],
  ...["\x85A: b", "\xa0A: b", "A\x7f: b", "A: =?utf-8?q?x?=", "\r", "Content-Type: text/plain"],
  ...["Content-Type: multipart/mixed; boundary=x", "--x", "--x--", "Content-Type: multipart/mixed"],
  ...["Content-Type: message/rfc822", "Content-Type: multipart/digest"],
  ...["Content-Type: message/delivery-status"],
  ...["Content-Type: multipart/mixed; boundary*=utf-8''x%"],
  ...["Host: other.example", "Upgrade: h2c", "Connection: Transfer-Encoding", "Content_Length: 3"],
];

/** What comes before a target. */
export const TARGET_PREFIXES: readonly string[] = [
  ...["", "", "", "", "", "", "", "/", "//", "/.", "/..", "/x/..", "/%2e%2e", "/..%2f"],
  ...["http://x/../..", "http://[::1]/../..", "http://[/../..", "HTTP://h:1/../..", "x:/.."],
  ...["\x01/..", "/\xe9/..", "/%e9/..", "/%ed%a0%80/..", "/%ed%b2%80/..", "/%c3%a9/..", "/%00/.."],
  ...[
    "/;/..",
    "/<b>/..",
    "/%3f/..",
    "/%/..",
    "/\\x/..",
    "\\\\x/..",
    "\x01//x/../..",
    "x:/\\/../..",
  ],
];

/** What comes behind a target. */
export const TARGET_SUFFIXES: readonly string[] = [
  ...["", "", "", "", "", "", "/", "/", "//", "/.", "/..", "/./", "/../", "%2f", "%2F", "%2f."],
  ...["%20", "%00", "?", "?x", "?x=y&z", "?x?y", "#", "#x", "?x#y", "#x?y", "?/", "#/", "/?x"],
  ...["/#x", ";x", "?%0d%0a", "?\xe9", "/x/..", "/nothing", ".", ".html", "%", "%zz", "+", "\\"],
  ...["/%2e%2e/", "?\x01", "?<\"'>", "%ff", "\xff"],
];

/** Targets that are no path of the tree. */
export const ODD_TARGETS: readonly string[] = [
  ...["/", "*", "/nothing", "?", "#", ".", "..", "%", "%2f", "//", "///", "/;", "http:", "http://"],
  ...["http:?x", "http://[", "example.com:443", "/%ff", "/%ed%a0%80", "/%ed%b2%80", "/%00"],
  ...["/\x7f", "/\xad", "a.txt"],
];

/** Bytes that are worth putting somewhere. */
export const BYTES: readonly string[] = [
  ..."\x00\x01\t\n\x0b\x0c\r\x1b\x1c\x1d\x1e\x1f \"#%&'+,-./09:;<=>?@AZ[\\]_`az{|}~\x7f",
  ..."\x80\x84\x85\x86\xa0\xad\xb2\xb9\xc3\xe9\xff",
];

/** Texts for the calls of a script; no line break or NUL, for these are refused. */
export const TEXTS: readonly string[] = [
  ...["plain", "", " ", "it's", 'say "hi"', "<b>", "a & b", "100%", "%s", "\\", "tab\there"],
  ...["\x01\x7f\x80", "caf\xe9", "\xad", "\u20ac", "\u65e5\u672c", "\u{1f600}"],
];

/** Formats for the log and for the page of an error. */
export const FORMATS: readonly string[] = [
  ...["", "plain", "%", "%%", "%s", "%s %s", "%r", "%a", "%d", "%5d|%-5s|%05d", "%x", "%c", "%.2f"],
  ...["%(code)d", "%(code)s", "%(code)r", "%(code)a", "%(code)x", "%(code)5.1f", "%(code)c"],
  ...["%(code)-6d|", "%(message)s", "%(message)r", "%(message)a", "%(message).3s", "%(message)20s"],
  ...["%(message)d", "%(explain)s %(explain)r", "%(nothing)s", "%(code)", "%(code", "%()s"],
  ...["%(code)s %s", "%(code)*d", "%(code)z", "\u20ac %(code)d", "\ud800 %(code)d", "%(code)%"],
];
