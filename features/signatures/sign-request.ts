import "server-only";
import { createHmac, randomUUID } from "node:crypto";
import { signingKey } from "./keys";
import { fillRecipe, type RecipeValue, writeTime } from "./recipe";
import type { Scheme } from "./schemes/scheme";

interface ToSign {
  secret: string;
  body: Buffer;
  /** Some sign it, too. */
  url?: string;
  nowMs: number;
}

/** The headers, in lower case, by which a sender of this scheme vouches for a body. */
export function signRequest(
  scheme: Scheme,
  { secret, body, url = "", nowMs }: ToSign,
): Record<string, string> {
  const { key, credentialPrefix = "", recipe } = scheme;
  const { algorithm = "sha256", suffix = "" } = recipe;
  const values: Record<RecipeValue, string> = {
    id: `msg_${randomUUID()}`,
    timestamp: writeTime(nowMs, recipe.timestampForm),
    url,
    method: "POST",
    secret,
    basic: Buffer.from(credentialPrefix + secret).toString("base64"),
    signature: "",
  };
  values.signature = createHmac(algorithm, signingKey(secret, key))
    .update(fillRecipe(recipe.prefix, (name) => values[name]))
    .update(body)
    .update(fillRecipe(suffix, (name) => values[name]))
    .digest(recipe.encoding);
  return Object.fromEntries(
    Object.entries(recipe.headers).map(([name, value]) => [
      name.toLowerCase(),
      fillRecipe(value, (one) => values[one]),
    ]),
  );
}
