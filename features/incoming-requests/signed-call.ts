import { createHmac } from "node:crypto";
import type { IncomingCall } from "@/features/incoming-requests/call";
import type { CreatedIncomingWebhook } from "@/features/incoming-webhooks/schema";

interface SignedCallOptions {
  /** Another one than the webhook's makes a forgery. */
  secret?: string;
  /** Without it nothing but the body is signed. */
  atMs?: number | undefined;
  headers?: Record<string, string>;
  ip?: string;
}

/** For tests: a request as a sender of the Replify scheme makes it. */
export function signedCall(
  webhook: Pick<CreatedIncomingWebhook, "url" | "secret">,
  text: string,
  { secret = webhook.secret, atMs, headers = {}, ip = "203.0.113.7" }: SignedCallOptions = {},
): IncomingCall {
  const body = Buffer.from(text);
  const at = atMs === undefined ? undefined : String(Math.floor(atMs / 1000));
  const signature = createHmac("sha256", secret)
    .update(at === undefined ? "" : `${at}.`)
    .update(body)
    .digest("hex");
  return {
    key: webhook.url.split("/").at(-1) ?? "",
    headers: {
      "x-replify-signature": `sha256=${signature}`,
      ...(at !== undefined && { "x-replify-timestamp": at }),
      ...headers,
    },
    body,
    bodyBytes: body.length,
    ip,
  };
}
