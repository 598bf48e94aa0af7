import { expect } from "@playwright/test";
import type * as z from "zod";
import type { Endpoint } from "@/lib/endpoint";
import { conformanceOf } from "./conformance";
import { leaksIn, learnPasswords } from "./secret-watch";

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed JSON, or undefined when the answer holds none. */
  body: unknown;
}

export interface RequestOptions {
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is, instead of `json`; a stream without a Content-Length. */
  raw?: string | Uint8Array<ArrayBuffer> | ReadableStream;
}

interface Call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  params?: z.input<P>;
  query?: z.input<Q>;
  body?: z.input<B>;
}

/** Calls the REST API over real HTTP, as a program outside would. */
export class Api {
  readonly #url: string;
  /** The credential. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(url: string, headers: Record<string, string>) {
    this.#url = url;
    this.headers = headers;
  }

  /** Any request; whatever comes back is the result, as long as openapi.json says that it may. */
  async request(method: string, path: string, { headers, json, raw }: RequestOptions = {}): Promise<Reply> {
    const body = raw ?? (json === undefined ? undefined : JSON.stringify(json));
    const response = await fetch(new URL(path, this.#url), {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...this.headers,
        ...headers,
      },
      redirect: "manual",
      ...(body === undefined ? {} : { body, duplex: "half" }),
    });
    const text = await response.text();
    const reply = { status: response.status, headers: response.headers, text, body: parseJson(text) };
    await this.#expectDocumented(method, path, reply);
    learnPasswords(json);
    const isReplayed = reply.headers.has("idempotency-replayed");
    expect(leaksIn({ method, path, status: reply.status, text, isReplayed }), "secrets told twice").toEqual(
      [],
    );
    return reply;
  }

  /** Makes every spec that calls the API a test of its description, too. */
  async #expectDocumented(
    method: string,
    path: string,
    { status, headers, text, body }: Reply,
  ): Promise<void> {
    const contentType = headers.get("content-type");
    if (!path.startsWith("/api/v1/") || !contentType?.includes("json")) return;
    const check = await conformanceOf(this.#url);
    const deviations = check({ method, path, status, contentType, body });
    expect(deviations, `${method} ${path} against openapi.json: ${text.slice(0, 500)}`).toEqual([]);
  }

  get(path: string, options?: RequestOptions): Promise<Reply> {
    return this.request("GET", path, options);
  }

  post(path: string, json: unknown, options?: RequestOptions): Promise<Reply> {
    return this.request("POST", path, { json, ...options });
  }

  patch(path: string, json: unknown): Promise<Reply> {
    return this.request("PATCH", path, { json });
  }

  delete(path: string): Promise<Reply> {
    return this.request("DELETE", path);
  }

  /** An endpoint as its contract declares it; anything but success fails the test. */
  async call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, R>,
    { params, query, body }: Call<P, Q, B> = {},
  ): Promise<z.output<R>> {
    const values = new Map(Object.entries(params ?? {}));
    const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => String(values.get(name)));
    const search = new URLSearchParams(
      Object.entries(query ?? {}).map(([name, value]) => [name, String(value)]),
    );
    const reply = await this.request(endpoint.method, `${path}?${search}`, { json: body });
    expect(reply.status, `${endpoint.method} ${path} answered ${reply.text}`).toBe(endpoint.status);
    return endpoint.response.parse(reply.body);
  }
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
