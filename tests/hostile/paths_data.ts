/**
 * Targets that try to leave the directory that is served, or to send a client elsewhere.
 *
 * @module
 */

/** Two dots, and what some decoder or file system makes two dots of. */
const DOTS = [
  ...[
    "..",
    "%2e%2e",
    ".%2e",
    "%2E.",
    "%252e%252e",
    "%25252e%25252e",
    "..%00",
    "%00..",
    "..%20",
    "...",
  ],
  ...[
    "....",
    "..;",
    "..%3b",
    ";..",
    "..\\",
    "..%5c",
    "%2e%2e%5c",
    "..%255c",
    "\\..",
    "%5c..",
    ".%00.",
  ],
  // Overlong UTF-8, UTF-16 escapes, full-width and other dots
  ...[
    "%c0%ae%c0%ae",
    "%c0%2e%c0%2e",
    "%e0%80%ae%e0%80%ae",
    "%f0%80%80%ae%f0%80%80%ae",
    "%c0ae%c0ae",
  ],
  ...[
    "%uff0e%uff0e",
    "%u002e%u002e",
    "%ef%bc%8e%ef%bc%8e",
    "\xef\xbc\x8e\xef\xbc\x8e",
    "%e2%80%a5",
  ],
  ...["%%32%65%%32%65", "%2%65%2%65", "%2e%2e;x=y", ".%0d.", ".%09.", "..%01", "%01..", "..%c3%28"],
];

/** A slash, and what some decoder or file system makes a slash of. */
const SLASHES = [
  ...[
    "/",
    "//",
    "///",
    "/./",
    "/%2e/",
    "%2f",
    "%2F",
    "/%2f",
    "%252f",
    "%25252f",
    "\\",
    "%5c",
    "%255c",
  ],
  ...[
    "/\\",
    "\\/",
    "%5c%2f",
    "%c0%af",
    "%c1%9c",
    "%c0%2f",
    "%e0%80%af",
    "%f0%80%80%af",
    "%u2215",
    "%u2216",
  ],
  ...[
    "%e2%88%95",
    "%ef%bc%8f",
    "%ef%bc%bc",
    "\xe2\x81\x84",
    "/;/",
    "/;x=y/",
    "%00/",
    "/%00/",
    "%0a/",
    "%23/",
    "%3f/",
  ],
];

/** Where to begin. */
const STARTS = [
  "/",
  "",
  "/sub/",
  "/sub/deep/",
  "//",
  "/./",
  "/%2f",
  "/x/../",
  "\\",
  "http://x/",
  "/;/",
  "/cgi-bin/",
  "/cgi-bin/deep/",
  "/cgi-bin%2f",
];

/** Every way up that these make. */
export function* traversals(goals: readonly string[]): Generator<string> {
  for (const [index, dots] of DOTS.entries()) {
    for (const [offset, slash] of SLASHES.entries()) {
      for (const depth of [1, 2, 3, 9]) {
        const turn = index + offset + depth;
        const start = STARTS[turn % STARTS.length]!;
        const goal = goals[turn % goals.length]!;
        yield start + (dots + slash).repeat(depth) + goal.replaceAll("/", turn % 2 ? slash : "/");
      }
    }
  }
}

/**
 * Absolute paths to a file or directory outside.
 *
 * @param path Its path, e.g. `/etc/passwd`
 */
export function absolutePaths(path: string): string[] {
  const encoded = encodeURIComponent(path);
  return [
    ...[
      path,
      `/${path}`,
      `//${path}`,
      encoded,
      `/${encoded}`,
      `/./${path}`,
      `/sub/${path}`,
      `\\${path}`,
    ],
    ...[
      `file://${path}`,
      `file:${path}`,
      `/file:/${path}`,
      `http:/${path}`,
      `http://x${path}`,
      `x:${path}`,
    ],
    ...[
      `~${path}`,
      `/~root${path}`,
      `${path}%00`,
      `${path}%00.html`,
      `/%00${path}`,
      `${path}/`,
      `${path}/.`,
    ],
    ...[`/C:${path}`, `C:${path}`, `/%5c%5cx${path}`, `/proc/self/root${path}`, `/../..//${path}`],
    ...[
      `//?/${path}`,
      `/%5c%5c.%5c${path}`,
      `/$HOME${path}`,
      `/%7e${path}`,
      `/\${PWD}${path}`,
      `/*${path}`,
    ],
  ];
}

/** Starts of a target that a browser may take for another host or scheme. */
const HOSTS = [
  ...[
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
  ],
  ...[
    "/\\/evil.example",
    "/\\\\evil.example",
    "\\evil.example",
    "/%5cevil.example",
    "/%5c%5cevil.example",
    "/%2fevil.example",
  ],
  ...[
    "/%2f%2fevil.example",
    "%2f%2fevil.example",
    "//%5cevil.example",
    "/.//evil.example",
    "/./\\evil.example",
    "/;//evil.example",
  ],
  ...[
    ";//evil.example",
    "/%09/evil.example",
    "/%0d/evil.example",
    "/%0a//evil.example",
    "/%0d%0aLocation:%20http://evil.example",
  ],
  ...[
    "http://evil.example",
    "http:evil.example",
    "http:/evil.example",
    "http:///evil.example",
    "http:\\\\evil.example",
  ],
  ...[
    "http:/\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "HTTP://evil.example",
    "ftp://evil.example",
  ],
  ...[
    "javascript:alert(1)",
    "javascript://evil.example/%0aalert(1)",
    "data:text/html,x",
    "x:y",
    "x://evil.example",
    "x:\\\\evil.example",
  ],
  ...[
    "\x01//evil.example",
    "\x01\x02\\\\evil.example",
    "\x08http://evil.example",
    "//evil.example:80",
    "//user@evil.example",
  ],
  ...[
    "///user@evil.example",
    "/\\user:x@evil.example",
    "//evil.example%2f",
    "//evil%E3%80%82example",
    "//[::1]",
    "/\\[::1]",
  ],
  ...[
    "//127.0.0.1@evil.example",
    "//127.0.0.1%5c.evil.example",
    "http://127.0.0.1@evil.example",
    ".evil.example",
    "@evil.example",
  ],
  ...[
    ":80@evil.example",
    "/@evil.example",
    "//;@evil.example",
    "/\\;@evil.example",
    "?//evil.example",
    "#//evil.example",
    "*",
  ],
  ...[
    "\\\x01\\evil.example",
    "/\x01/evil.example",
    "/\x01\\evil.example",
    "x:\x01//evil.example",
    "//\x01evil.example",
  ],
  ...[
    "\xe3\x80\x82//evil.example",
    "/\xef\xbc\x8fevil.example",
    "//evil.example\\x",
    "/\\evil.example\\x",
    "http://x//evil.example",
  ],
  ...[
    "x:///evil.example",
    "x:/\\evil.example",
    "x:\\/evil.example",
    "//x//evil.example",
    "//x/\\evil.example",
    "////x\\\\evil.example",
  ],
];

/** What leads from there to a directory that exists, and what comes behind it. */
const WAYS = [
  "/../sub",
  "/../../sub",
  "/..%2fsub",
  "/%2e%2e/sub",
  "/../../../sub",
  "/..%2f..%2fsub",
  "",
  "sub",
  "/sub",
  "/../sub?x",
  "/../sub#x",
];

/** Every target that these make. */
export function* redirects(): Generator<string> {
  for (const host of HOSTS) {
    for (const way of WAYS) {
      yield host + way;
      yield `/sub/..${host}/..${way}`;
    }
  }
}

/** Names that lead somewhere else on Windows: where they lead, or `undefined` for nowhere. */
export const WINDOWS_TARGETS: readonly (readonly [target: string, path: string | undefined])[] = [
  ["/a.txt", "/a.txt"],
  ["/sub/a b.txt", "/sub/a b.txt"],
  ["/sub/", "/sub/"],
  ["/.hidden", "/.hidden"],
  ["/console", "/console"],
  ["/com", "/com"],
  ["/com10", "/com10"],
  ["/null.txt", "/null.txt"],
  ["/a.con", "/a.con"],
  ["/aux-file", "/aux-file"],
  ["/%c3%a9", "/\xe9"],
  // Dropped, as in CPython: drives, UNC and device paths, backslashes
  ["/C:", ""],
  ["/c:/a.txt", "/a.txt"],
  ["/C:%5cWindows%5cwin.ini", ""],
  ["/C:a.txt", ""],
  ["/1:/a.txt", "/a.txt"],
  ["/%c3%a9:/a.txt", "/a.txt"],
  ["/sub%5ca.txt", ""],
  ["/sub/..%5c..%5csecret.txt", "/sub"],
  ["/..%5csecret.txt", ""],
  ["/..\\..\\secret.txt", ""],
  ["/%5c%5cserver%5cshare/a.txt", "/a.txt"],
  ["/\\\\server\\share", ""],
  ["/%5c%5c?%5cC:%5c", ""],
  ["/%5c%5c.%5cPhysicalDrive0", ""],
  ["/%5c??%5cC:", ""],
  ["/%5c", ""],
  // Nowhere: streams
  ["/a.txt::$DATA", undefined],
  ["/a.txt:stream", undefined],
  ["/a.txt%3a$DATA", undefined],
  ["/sub::$INDEX_ALLOCATION/a.txt", undefined],
  ["/sub:$I30:$INDEX_ALLOCATION", undefined],
  ["/::$DATA", ""],
  // Devices
  ...[
    ...[
      "CON",
      "con",
      "PRN",
      "AUX",
      "NUL",
      "nul.txt",
      "NUL.tar.gz",
      "nul%20.txt",
      "CONIN$",
      "CONOUT$",
      "CLOCK$",
      "COM1",
    ],
    ...[
      "com9.log",
      "COM0",
      "COM%c2%b9",
      "LPT1",
      "lpt%c2%b3.x",
      "Aux.",
      "con%20",
      "con%20%20.x",
      "NUL:",
      "con.:x",
    ],
  ].map((name) => [`/sub/${name}`, undefined] as const),
  ["/CON/a.txt", undefined],
  // Other names
  ["/a.txt.", undefined],
  ["/a.txt%20", undefined],
  ["/a.txt...", undefined],
  ["/a.txt.%20.", undefined],
  ["/sub./a.txt", undefined],
  ["/.../a.txt", undefined],
  ["/..%20/a.txt", undefined],
  ["/.%20./a.txt", undefined],
  ["/%20", undefined],
  ["/a*", undefined],
  ["/a%3f", undefined],
  ["/a%3c%3e", undefined],
  ["/a%7c", undefined],
  ["/a%22", undefined],
  ["/a%00", undefined],
  ["/a%0a", undefined],
];
