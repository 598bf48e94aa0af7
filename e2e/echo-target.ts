import { createServer } from "node:http";

let origin: Promise<string> | undefined;

/** A URL of its own each time, whose server answers the handshake of REST Hooks. It ends with the process. */
export async function echoTarget(): Promise<string> {
  origin ??= listen();
  return `${await origin}/${crypto.randomUUID()}`;
}

function listen(): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    const secret = request.headers["x-hook-secret"];
    response.writeHead(200, secret === undefined ? {} : { "x-hook-secret": secret }).end();
  });
  server.unref();
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`);
    });
  });
}
