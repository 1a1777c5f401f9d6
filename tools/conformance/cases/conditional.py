"""If-Modified-Since against a file of Sun, 09 Sep 2001 01:46:40 GMT."""

from __future__ import annotations

from .case import Case, case, request

EQUAL = "Sun, 09 Sep 2001 01:46:40 GMT"

DATES = (
    # Around the moment.
    EQUAL, "Sun, 09 Sep 2001 01:46:39 GMT", "Sun, 09 Sep 2001 01:46:41 GMT",
    "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT",
    "Sat, 01 Jan 2000 00:00:00 GMT", "Tue, 19 Jan 2038 03:14:08 GMT",
    "Mon, 01 Jan 0001 00:00:00 GMT", "Fri, 01 Jan 1960 00:00:00 GMT",
    # The obsolete forms of RFC 9110, right, early and late.
    "Sunday, 09-Sep-01 01:46:40 GMT", "Sunday, 09-Sep-01 01:46:39 GMT",
    "Sunday, 09-Sep-2001 01:46:40 GMT", "Sunday, 09-Sep-68 01:46:40 GMT",
    "Sunday, 09-Sep-69 01:46:40 GMT", "Sunday, 09-Sep-99 01:46:40 GMT",
    "Sunday, 09-Sep-00 01:46:40 GMT", "Sun Sep  9 01:46:40 2001", "Sun Sep  9 01:46:39 2001",
    "Sun Sep 9 01:46:41 2001", "Sun Sep 09 01:46:40 2001 GMT", "Sun Sep  9 01:46:40 GMT 2001",
    "Sun Sep  9 01:46:40 UTC 2001", "Sun Sep  9 01:46:40 +0200 2001",
    # Zones.
    "Sun, 09 Sep 2001 01:46:40 UTC", "Sun, 09 Sep 2001 01:46:40 UT", "Sun, 09 Sep 2001 01:46:40 Z",
    "Sun, 09 Sep 2001 01:46:40 z", "Sun, 09 Sep 2001 01:46:40 gmt",
    "Sun, 09 Sep 2001 01:46:40 +0000", "Sun, 09 Sep 2001 01:46:40 -0000",
    "Sun, 09 Sep 2001 01:46:40 +00:00", "Sun, 09 Sep 2001 01:46:40 -0",
    "Sun, 09 Sep 2001 01:46:40 +0", "Sun, 09 Sep 2001 01:46:40 0", "Sun, 09 Sep 2001 01:46:40 0000",
    "Sun, 09 Sep 2001 01:46:40 00000", "Sun, 09 Sep 2001 01:46:40 -00000",
    "Sun, 09 Sep 2001 03:46:40 +0200", "Sun, 09 Sep 2001 01:46:40 +0100",
    "Sun, 09 Sep 2001 01:46:40 -0100", "Sun, 09 Sep 2001 01:46:40 -0001",
    "Sun, 09 Sep 2001 01:46:40 EST", "Sun, 09 Sep 2001 01:46:40 EDT",
    "Sun, 09 Sep 2001 01:46:40 CST", "Sun, 09 Sep 2001 01:46:40 MST",
    "Sun, 09 Sep 2001 01:46:40 PST", "Sun, 09 Sep 2001 01:46:40 PDT",
    "Sun, 09 Sep 2001 01:46:40 AST", "Sun, 09 Sep 2001 01:46:40 CET", "Sun, 09 Sep 2001 01:46:40 A",
    "Sun, 09 Sep 2001 01:46:40 foo", "Sun, 09 Sep 2001 01:46:40", "Sun, 09 Sep 2001 01:46:40 GMT+0",
    "Sun, 09 Sep 2001 01:46:40 GMT+1", "Sun, 09 Sep 2001 01:46:40GMT",
    "Sun, 09 Sep 2001 01:46:40+0000", "Sun, 09 Sep 2001 01:46:40-0000",
    "Sun, 09 Sep 2001 01:46:40-0100", "Sun, 09 Sep 2001 01:46:40 +2359",
    "Sun, 09 Sep 2001 01:46:40 +2400", "Sun, 09 Sep 2001 01:46:40 -2400",
    "Sun, 09 Sep 2001 01:46:40 +9999", "Sun, 09 Sep 2001 01:46:40 +0060",
    "Sun, 09 Sep 2001 01:46:40 +99999999999999999999", "Sun, 09 Sep 2001 01:46:40 (GMT)",
    "Sun, 09 Sep 2001 01:46:40 GMT (comment)", "Sun, 09 Sep 2001 01:46:40 GMT x y z",
    "Sun, 09 Sep 2001 01:46:40 +1_0", "Sun, 09 Sep 2001 01:46:40 --0000",
    "Sun, 09 Sep 2001 01:46:40 -", "Sun, 09 Sep 2001 01:46:40 +",
    "Sun, 09 Sep 2001 01:46:40 -00\xa000",
    # The name of the day.
    "Mon, 09 Sep 2001 01:46:40 GMT", "09 Sep 2001 01:46:40 GMT", "9 Sep 2001 01:46:40 GMT",
    ", 09 Sep 2001 01:46:40 GMT", "x, 09 Sep 2001 01:46:40 GMT", "Sun,09 Sep 2001 01:46:40 GMT",
    "Sun 09 Sep 2001 01:46:40 GMT", "sun 09 Sep 2001 01:46:40 GMT", "SUN, 09 Sep 2001 01:46:40 GMT",
    "Sunday 09 Sep 2001 01:46:40 GMT", "Sunday, 09 Sep 2001 01:46:40 GMT",
    "Sun , 09 Sep 2001 01:46:40 GMT", "a,b,09 Sep 2001 01:46:40 GMT",
    "Sun, Sun, 09 Sep 2001 01:46:40 GMT", "Sun,", "Sun", ",",
    # The month.
    "Sun, 09 September 2001 01:46:40 GMT", "Sun, 09 SEP 2001 01:46:40 GMT",
    "Sun, 09 sep 2001 01:46:40 GMT", "Sun, 09 Sept 2001 01:46:40 GMT",
    "Sun, 09 09 2001 01:46:40 GMT", "Sun, Sep 09 2001 01:46:40 GMT",
    "Sun, Sep 09, 2001 01:46:40 GMT", "Sun, 09 Foo 2001 01:46:40 GMT",
    "Sun, 09 May 2001 01:46:40 GMT", "Sun, 09 december 2001 01:46:40 GMT",
    "Sun, 09-Sep-2001 01:46:40 GMT", "Sun, 09/Sep/2001 01:46:40 GMT", "09-Sep-2001 01:46:40 GMT",
    "09-09-2001 01:46:40 GMT", "2001-09-09T01:46:40Z", "2001-09-09 01:46:40",
    # The day.
    "Sun, 9 Sep 2001 01:46:40 GMT", "Sun, 009 Sep 2001 01:46:40 GMT",
    "Sun, 0 Sep 2001 01:46:40 GMT", "Sun, 30 Sep 2001 01:46:40 GMT",
    "Sun, 31 Sep 2001 01:46:40 GMT", "Sun, 32 Dec 2001 01:46:40 GMT",
    "Sun, 29 Feb 2001 01:46:40 GMT", "Tue, 29 Feb 2000 01:46:40 GMT",
    "Sun, 29 Feb 2004 01:46:40 GMT", "Sun, -9 Sep 2001 01:46:40 GMT",
    "Sun, +9 Sep 2001 01:46:40 GMT", "Sun, 1_0 Sep 2001 01:46:40 GMT",
    "Sun, 09, Sep 2001 01:46:40 GMT", "Sun, x Sep 2001 01:46:40 GMT",
    "Sun, \xb2 Sep 2001 01:46:40 GMT", "Sun, 0x9 Sep 2001 01:46:40 GMT",
    "Sun, 9.0 Sep 2001 01:46:40 GMT", "Sun, 99999999999999999999 Sep 2001 01:46:40 GMT",
    # The year.
    "Sun, 09 Sep 01 01:46:40 GMT", "Sun, 09 Sep 1 01:46:40 GMT", "Sun, 09 Sep 68 01:46:40 GMT",
    "Sun, 09 Sep 69 01:46:40 GMT", "Sun, 09 Sep 099 01:46:40 GMT", "Sun, 09 Sep 100 01:46:40 GMT",
    "Sun, 09 Sep 101 01:46:40 GMT", "Sun, 09 Sep 02001 01:46:40 GMT",
    "Sun, 09 Sep 9999 01:46:40 GMT", "Sun, 09 Sep 10000 01:46:40 GMT",
    "Sun, 09 Sep 99999999999999999999 01:46:40 GMT", "Sun, 09 Sep 0000 01:46:40 GMT",
    "Sun, 09 Sep -1 01:46:40 GMT", "Sun, 09 Sep -2001 01:46:40 GMT",
    "Sun, 09 Sep 2001, 01:46:40 GMT", "Sun, 09 Sep , 01:46:40 GMT", "Sun, 09 Sep GMT 01:46:40 2001",
    "Sun, 09 Sep 01:46:40 2001 GMT", "Sun, 09 Sep 2_001 01:46:40 GMT", "Sun, 09 Sep x 01:46:40 GMT",
    "Sun, 09 Sep 01:46:40 GMT", "Sun, 09 Sep 01:46:40 2001", "Sun, 09 Sep \xb2001 01:46:40 GMT",
    "Sun, 09 Sep +2001 01:46:40 GMT",
    # The time of day.
    "Sun, 09 Sep 2001 1:46:40 GMT", "Sun, 09 Sep 2001 01:46 GMT", "Sun, 09 Sep 2001 01:47 GMT",
    "Sun, 09 Sep 2001 01 GMT", "Sun, 09 Sep 2001 01.46.40 GMT", "Sun, 09 Sep 2001 01.47 GMT",
    "Sun, 09 Sep 2001 01.46 GMT", "Sun, 09 Sep 2001 01:46:40.5 GMT",
    "Sun, 09 Sep 2001 01:46:40:00 GMT", "Sun, 09 Sep 2001 01.46.40.00 GMT",
    "Sun, 09 Sep 2001 24:00:00 GMT", "Sun, 09 Sep 2001 23:59:60 GMT",
    "Sun, 09 Sep 2001 23:60:00 GMT", "Sun, 09 Sep 2001 25:00:00 GMT",
    "Sun, 09 Sep 2001 -1:00:00 GMT", "Sun, 09 Sep 2001 01:46:40, GMT", "Sun, 09 Sep 2001 0146 GMT",
    "Sun, 09 Sep 2001 :: GMT", "Sun, 09 Sep 2001 01:46: GMT", "Sun, 09 Sep 2001 ::40 GMT",
    "Sun, 09 Sep 2001 01:46:4_1 GMT", "Sun, 09 Sep 2001 +1:+46:+41 GMT",
    "Sun, 09 Sep 2001 001:0046:00041 GMT", "Sun, 09 Sep 2001 1:46:41PM GMT",
    "Sun, 09 Sep 2001 01:46:40 PM", "Sun, 09 Sep 2001", "Sun, 09 Sep 2001 GMT", "Sun, 09 Sep",
    "Sun, 09 Sep 2001 , GMT",
    # White space and rubbish.
    "", " ", "\t", "  Sun,  09   Sep\t2001 01:46:40  GMT  ", "Sun,\r\n 09 Sep 2001 01:46:40 GMT",
    "Sun,\xa009\xa0Sep\xa02001\xa001:46:40\xa0GMT", "Sun,\x0b09 Sep 2001 01:46:40 GMT",
    "Sun,\x8509 Sep 2001 01:46:40 GMT", "Sun,\x1c09 Sep 2001 01:46:40 GMT", "0", "1000000000",
    "now", "-1", "x", "\"Sun, 09 Sep 2001 01:46:40 GMT\"",
    "Sun, 09 Sep 2001 01:46:40 GMT; length=6",
    "Sun, 09 Sep 2001 01:46:40 GMT, Sun, 09 Sep 2001 01:46:40 GMT",
    "Sun, 09 Sep 2001 01:46:40 GMT\x00", "Sun, 09 Sep 2001\x0001:46:40 GMT", "\xe9", "a b c d e",
    "1 2 3 4 5", "- - -", "-- 1:1", "a-b-c 1:1 x", "9-Sep-1 1:47 -0000", "Sep 9 2001 1:47",
    "9 Sep 2001 1:47 -", "Sun, 09 Sep 2001 01:46:40 GMT\r\nIf-Modified-Since: x",
    "x\r\nIf-Modified-Since: Sun, 09 Sep 2001 01:46:40 GMT",
)  # fmt: skip


def cases() -> list[Case]:
    since = f"If-Modified-Since: {EQUAL}"
    return [
        *(
            case("simple 1.1", request("/a.txt", f"If-Modified-Since: {date}"), name=repr(date))
            for date in DATES
        ),
        *(
            case(
                "simple 1.1",
                request("/a.txt", since, f"If-None-Match: {tag}"),
                name=f"If-None-Match: {tag!r}",
            )
            for tag in ("*", '"x"', 'W/"x"', "", "x")
        ),
        *(
            case(
                server,
                request(target, since, method=method, version=version) * 2,
                name=f"{method} {target} in {version}",
            )
            for server in ("simple 1.1", "simple 1.0")
            for method in ("GET", "HEAD")
            for version in ("HTTP/1.1", "HTTP/1.0")
            for target in (
                "/a.txt",
                "/site/",
                "/dir",
                "/dir/",
                "/nothing",
                "/a.txt/",
                "/links/file",
                "/empty.txt",
            )
        ),
        *(
            case(
                "simple 1.1",
                request(f"/dates/{name}.txt", f"If-Modified-Since: {date}"),
                name=f"{name} since {date}",
            )
            for name in ("fraction", "last-ms", "epoch", "2000", "2038", "2099")
            for date in (
                EQUAL,
                "Sun, 09 Sep 2001 01:46:41 GMT",
                "Thu, 01 Jan 1970 00:00:00 GMT",
                "Thu, 31 Dec 1969 23:59:59 GMT",
                "Mon, 28 Feb 2000 23:59:59 GMT",
                "Tue, 29 Feb 2000 00:00:00 GMT",
                "Mon, 28 Feb 2000 23:59:58 GMT",
                "Tue, 19 Jan 2038 03:14:08 GMT",
                "Tue, 19 Jan 2038 03:14:07 GMT",
                "Thu, 31 Dec 2099 23:59:59 GMT",
                "Thu, 31 Dec 2099 23:59:58 GMT",
            )
        ),
        *(
            case("simple 1.1", request("/a.txt", header), name=header)
            for header in (
                f"if-modified-since: {EQUAL}",
                f"IF-MODIFIED-SINCE: {EQUAL}",
                f"If-Modified-Since : {EQUAL}",
                f"If-Unmodified-Since: {EQUAL}",
                'If-Match: "x"',
                "If-None-Match: *",
                f"If-Range: {EQUAL}",
                "Range: bytes=0-1",
                f"Date: {EQUAL}",
            )
        ),
        case(
            "simple 1.1",
            request("/a.txt", since, since.replace("40", "39")),
            name="two dates, the first equal",
        ),
        case(
            "simple 1.1",
            request("/a.txt", since.replace("40", "39"), since),
            name="two dates, the second equal",
        ),
        case(
            "simple 1.1",
            request("/a.txt", "If-Modified-Since: " + "9" * 5000 + " Sep 2001 01:46:40 GMT"),
            name="5,000 digits",
        ),
        case(
            "simple 1.1",
            request("/a.txt", "If-Modified-Since: Sun, 09 Sep 2001 01:46:40 +" + "0" * 5000),
            name="5,000 digits of zone",
        ),
    ]
