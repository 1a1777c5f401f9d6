/**
 * Telling who speaks plain HTTP to an HTTPS port.
 *
 * @module
 */

const BODY = "This port speaks HTTPS: the address has to begin with https://\n";

const ANSWER = new TextEncoder().encode(
  "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n" +
    `Content-Length: ${BODY.length}\r\n\r\n${BODY}`,
);

/**
 * Answer a request that is not encrypted, if it is one, and wait until the peer closes the
 * connection.
 *
 * @param conn The connection, which is left open
 * @param head What was read of it; overwritten
 * @param onMore Called each time that more comes
 */
export async function refusePlainText(
  conn: Deno.TcpConn,
  head: Uint8Array,
  onMore: () => void,
): Promise<void> {
  if (!isMethod(head[0]!)) return;
  await conn.write(ANSWER);
  await conn.closeWrite();
  // To close with something unread would reset the connection, and could take the answer back.
  while (await conn.read(head) !== null) onMore();
}

/** Whether a byte is a capital letter, with which all methods in use begin. */
function isMethod(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}
