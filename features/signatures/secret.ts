/** Of secrets that hold their key in base64, as Standard Webhooks writes them. */
export const SECRET_PREFIX = "whsec_";

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The base64 behind the prefix. Null where there is none: a caller's own secret may start with the prefix and still be plain text. */
export function encodedKey(secret: string): string | null {
  if (!secret.startsWith(SECRET_PREFIX)) return null;
  const encoded = secret.slice(SECRET_PREFIX.length);
  return encoded !== "" && BASE64.test(encoded) ? encoded : null;
}
