export const HMAC_ALGORITHMS = ["sha1", "sha256", "sha512"] as const;
export type HmacAlgorithm = (typeof HMAC_ALGORITHMS)[number];

/** The usual ways to put together what is signed, as templates. */
export const SIGNED_PARTS = {
  body: "{body}",
  "timestamp.body": "{timestamp}.{body}",
  "timestamp+body": "{timestamp}{body}",
  "id.timestamp.body": "{id}.{timestamp}.{body}",
  "url+body": "{url}{body}",
} as const;
export type SignedParts = keyof typeof SIGNED_PARTS;

/** What is signed, as a template. */
export function templateOf(signs: SignedParts | { template: string }): string {
  return typeof signs === "string" ? SIGNED_PARTS[signs] : signs.template;
}
