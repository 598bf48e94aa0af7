import type { SignatureScheme } from "@/db/enums";
import { ownValue } from "@/lib/own-path";

/** What some senders want to hear before they send anything: their test calls make no ticket. Null for everything else. */
export function handshakeAnswer(
  scheme: SignatureScheme,
  headers: Readonly<Record<string, string>>,
  payload: unknown,
): Record<string, unknown> | null {
  if (typeof payload !== "object" || payload === null) return null;
  // https://docs.slack.dev/reference/events/url_verification
  if (scheme === "slack" && ownValue(payload, "type") === "url_verification") {
    return { challenge: String(ownValue(payload, "challenge")) };
  }
  // https://docs.github.com/en/webhooks/webhook-events-and-payloads#ping
  if (scheme === "github" && headers["x-github-event"] === "ping") return { status: "pong" };
  return null;
}
