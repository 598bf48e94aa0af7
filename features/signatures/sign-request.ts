import "server-only";
import { createHmac, randomUUID } from "node:crypto";
import type { SignatureScheme } from "@/db/enums";
import { signingKey } from "./keys";
import { fillRecipe } from "./recipe";
import { SCHEMES } from "./schemes/schemes";

/** The headers, in lower case, by which a sender of this scheme vouches for a body. */
export function signRequest(
  scheme: SignatureScheme,
  { secret, body, nowMs }: { secret: string; body: Buffer; nowMs: number },
): Record<string, string> {
  const { key, recipe } = SCHEMES[scheme];
  const values = { id: `msg_${randomUUID()}`, timestamp: String(Math.floor(nowMs / 1000)), signature: "" };
  const signature = createHmac("sha256", signingKey(secret, key))
    .update(fillRecipe(recipe.prefix, (name) => values[name]))
    .update(body)
    .digest(recipe.encoding);
  return Object.fromEntries(
    Object.entries(recipe.headers).map(([name, value]) => [
      name.toLowerCase(),
      fillRecipe(value, (one) => ({ ...values, signature })[one]),
    ]),
  );
}
