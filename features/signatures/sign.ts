import "server-only";
import { createHmac, randomUUID } from "node:crypto";
import type { SignatureScheme } from "@/db/enums";
import { fillRecipe, SIGNING_RECIPES } from "./recipes";
import { SCHEMES } from "./schemes";

/** The headers, in lower case, by which a sender of this scheme vouches for a body. */
export function signRequest(
  scheme: SignatureScheme,
  { secret, body, nowMs }: { secret: string; body: Buffer; nowMs: number },
): Record<string, string> {
  const { prefix, encoding, headers } = SIGNING_RECIPES[scheme];
  const values = { id: `msg_${randomUUID()}`, timestamp: String(Math.floor(nowMs / 1000)), signature: "" };
  const signature = createHmac("sha256", SCHEMES[scheme].key(secret))
    .update(fillRecipe(prefix, (name) => values[name]))
    .update(body)
    .digest(encoding);
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      fillRecipe(value, (one) => ({ ...values, signature })[one]),
    ]),
  );
}
