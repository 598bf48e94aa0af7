import { createServer, type IncomingHttpHeaders } from "node:http";

/** A subscriber to Repliers' webhooks, written from its documentation alone: it knows nothing of who calls it. */

export interface RestHookView {
  id: number;
  target_url: string;
  event: string;
  configuration?: { filters?: { field: string; values: unknown[] }[] };
}

export interface RestHookAnswer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

export type RestHookErrors = { param: string; msg: string }[];

interface Received {
  headers: IncomingHttpHeaders;
  text: string;
}

/** How a target answers the first, empty request. */
export type Manners = "echo" | "no echo" | "wrong echo" | "201" | "slow";

export class RestHooksSubscriber {
  readonly received: Received[] = [];
  /** Paths that got the first, empty request. */
  readonly asked: string[] = [];
  /** By path: the value to know later requests by. */
  readonly secrets = new Map<string, string>();
  readonly #manners = new Map<string, Manners>();
  readonly #server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const path = request.url ?? "";
    const secret = String(request.headers["x-hook-secret"] ?? "");
    if (text !== "") {
      const isKnown = secret !== "" && this.secrets.get(path) === secret;
      if (isKnown) this.received.push({ headers: request.headers, text });
      return void response.writeHead(isKnown ? 200 : 401).end();
    }
    this.asked.push(path);
    const manners = this.#manners.get(path) ?? "echo";
    if (manners === "no echo") return void response.writeHead(200).end();
    if (manners === "slow") await this.#released;
    const echo = manners === "wrong echo" ? "something else" : secret;
    this.secrets.set(path, echo);
    response.writeHead(manners === "201" ? 201 : 200, { "X-Hook-Secret": echo }).end();
  });
  readonly #baseUrl: string;
  readonly #headers: Record<string, string>;
  #release: () => void = () => {};
  readonly #released = new Promise<void>((resolve) => {
    this.#release = resolve;
  });

  constructor(baseUrl: string, headers: Record<string, string>) {
    this.#baseUrl = baseUrl;
    this.#headers = headers;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  /** A target of this subscriber, and how it answers. */
  target(path: string, manners: Manners = "echo"): string {
    this.#manners.set(path, manners);
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}${path}`;
  }

  /** Has slow targets answer. */
  release(): void {
    this.#release();
  }

  async stop(): Promise<void> {
    this.release();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  subscribe(target_url: string, event: string, more: object = {}) {
    return this.call<Record<string, never> & RestHookErrors>("POST", "/webhooks", {
      target_url,
      event,
      ...more,
    });
  }

  async call<Body>(method: string, path: string, body?: unknown): Promise<RestHookAnswer<Body>> {
    const response = await fetch(this.#baseUrl + path, {
      method,
      headers: { "content-type": "application/json", ...this.#headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    // As documented; the tests look at it field by field.
    const parsed = (text ? JSON.parse(text) : null) as Body;
    return { status: response.status, headers: response.headers, body: parsed };
  }
}
