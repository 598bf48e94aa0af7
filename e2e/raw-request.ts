import { once } from "node:events";
import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";

interface RawReply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** A request whose path and headers go out as they are; fetch would tidy them up first. */
export async function rawRequest(
  url: string,
  options: { method: string; path: string; headers?: Record<string, string>; body?: string | Buffer },
): Promise<RawReply> {
  const { hostname, port } = new URL(url);
  const { method, path, headers = {}, body } = options;
  const sent = request({ host: hostname, port, method, path, headers });
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
