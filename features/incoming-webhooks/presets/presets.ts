import type { SignatureScheme } from "@/db/enums";
import { github } from "./github";
import type { Preset } from "./preset";
import { replify } from "./replify";
import { shopify } from "./shopify";
import { slack } from "./slack";
import { standardWebhooks } from "./standard-webhooks";
import { stripe } from "./stripe";

/** The senders behind the signature schemes. */
export const PRESETS: Record<SignatureScheme, Preset> = {
  replify,
  standard_webhooks: standardWebhooks,
  github,
  stripe,
  slack,
  shopify,
};

/** Test calls of senders make no ticket. Null for everything else. */
export function handshakeAnswer(
  scheme: SignatureScheme,
  headers: Readonly<Record<string, string>>,
  payload: unknown,
): Record<string, unknown> | null {
  if (typeof payload !== "object" || payload === null) return null;
  return PRESETS[scheme].handshake?.(headers, payload) ?? null;
}
