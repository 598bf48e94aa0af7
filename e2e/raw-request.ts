import { once } from "node:events";
import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";

export interface RawReply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** A redirect repeats the address it was sent to, twice. */
const MAX_HEADER_BYTES = 64 * 1024;

/** A request whose path and headers go out as they are; fetch would tidy them up first. */
export async function rawRequest(
  url: string,
  options: {
    method: string;
    path: string;
    headers?: Record<string, string>;
    body?: string | Buffer;
    /** One of this machine's loopback addresses, so that limits per address stay apart. */
    localAddress?: string;
  },
): Promise<RawReply> {
  const { hostname, port } = new URL(url);
  const { body, headers, ...rest } = options;
  const host = rest.localAddress ? "127.0.0.1" : hostname;
  // Node would send the body of a GET or DELETE without saying how long it is.
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const sent = request({
    host,
    port,
    ...rest,
    headers: { ...length, ...headers },
    maxHeaderSize: MAX_HEADER_BYTES,
  });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, text: await text(response) };
}

/** Writes bytes to a new connection and returns what came back until the server closed it. */
export async function rawBytes(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  return text(socket);
}
