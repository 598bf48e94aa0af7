import "@/app/api/echo/[key]/route";
import "@/app/api/incoming/[key]/route";
import { randomBytes } from "node:crypto";
import { routeFiles } from "@/app/api/_lib/route-files";
import { env } from "@/lib/env";
import { findHandler } from "@/lib/web/api-routes";
import { Api, type Reply, type RequestOptions } from "./api";

// Each of them announces its handlers when it is loaded.
await routeFiles();

/**
 * Calls the handlers of the route files themselves, with no server in between. Each from an address of its own, as addresses are limited and
 * many tests run within a minute.
 */
export class LocalApi extends Api {
  constructor(url: string, headers: Record<string, string>) {
    super(url, { "x-replify-client-address": `127.${randomBytes(3).join(".")}`, ...headers });
  }

  override async request(
    method: string,
    path: string,
    { headers, json, raw = json === undefined ? undefined : JSON.stringify(json) }: RequestOptions = {},
  ): Promise<Reply> {
    const found = findHandler(method, path);
    if (!found) throw new Error(`No route file answers ${method} ${path}.`);
    const request = new Request(new URL(path, env.APP_URL), {
      method,
      headers: { "content-type": "application/json", ...this.headers, ...headers },
      ...(raw === undefined ? {} : { body: raw, duplex: "half" }),
    });
    const response = await found.handle(request, { params: Promise.resolve(found.params) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: text && JSON.parse(text) };
  }
}
