import { type Inngest, InngestCommHandler, type InngestFunction } from "inngest";
import type { CallResponse } from "./outcome";

export interface SdkRequest {
  method: string;
  url: URL;
  /** By lower-case name. */
  headers: Record<string, string | string[] | undefined>;
  /** JSON text, or what it says. */
  body: unknown;
}

interface SdkOptions {
  frameworkName: string;
  client: Inngest.Any;
  functions: InngestFunction.Any[];
  /** Settings of the SDK; they go before those of the process. */
  environment: Record<string, string>;
  skipSignatureValidation?: boolean;
}

/** The SDK's own request handler, fed with plain values. It rejects when a body is not JSON. */
export function createSdkHandler({ environment, ...options }: SdkOptions) {
  return new InngestCommHandler({
    ...options,
    handler: (request: SdkRequest) => ({
      body: () => request.body,
      env: () => environment,
      headers: (name) => [request.headers[name.toLowerCase()] ?? []].flat()[0] ?? null,
      method: () => request.method,
      url: () => request.url,
      transformResponse: ({ status, headers, body }): CallResponse => ({
        status,
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
        ),
        body,
      }),
    }),
  }).createHandler();
}
