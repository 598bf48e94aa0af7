import type { SignatureScheme } from "@/db/enums";

/** What a sender of a scheme puts where. `{id}`, `{timestamp}` and `{signature}` stand for the values of one request. */
export interface SigningRecipe {
  /** What stands before the body in the signed bytes. */
  prefix: string;
  encoding: "hex" | "base64";
  headers: Readonly<Record<string, string>>;
}

export const SIGNING_RECIPES: Record<SignatureScheme, SigningRecipe> = {
  replify: {
    prefix: "{timestamp}.",
    encoding: "hex",
    headers: { "X-Replify-Timestamp": "{timestamp}", "X-Replify-Signature": "sha256={signature}" },
  },
  standard_webhooks: {
    prefix: "{id}.{timestamp}.",
    encoding: "base64",
    headers: {
      "webhook-id": "{id}",
      "webhook-timestamp": "{timestamp}",
      "webhook-signature": "v1,{signature}",
    },
  },
  github: {
    prefix: "",
    encoding: "hex",
    headers: {
      "X-GitHub-Event": "issues",
      "X-GitHub-Delivery": "{id}",
      "X-Hub-Signature-256": "sha256={signature}",
    },
  },
  stripe: {
    prefix: "{timestamp}.",
    encoding: "hex",
    headers: { "Stripe-Signature": "t={timestamp},v1={signature}" },
  },
  slack: {
    prefix: "v0:{timestamp}:",
    encoding: "hex",
    headers: { "X-Slack-Request-Timestamp": "{timestamp}", "X-Slack-Signature": "v0={signature}" },
  },
  shopify: {
    prefix: "",
    encoding: "base64",
    headers: { "X-Shopify-Webhook-Id": "{id}", "X-Shopify-Hmac-Sha256": "{signature}" },
  },
};

export type RecipeValue = "id" | "timestamp" | "signature";

export function fillRecipe(template: string, textOf: (name: RecipeValue) => string): string {
  return template.replace(/\{(id|timestamp|signature)\}/g, (_, name: RecipeValue) => textOf(name));
}

/** Whether a request of this scheme carries the value anywhere. */
export function usesValue({ prefix, headers }: SigningRecipe, name: RecipeValue): boolean {
  return [prefix, ...Object.values(headers)].some((text) => text.includes(`{${name}}`));
}
