/** Of secrets that hold their key in base64, as Standard Webhooks writes them. */
export const SECRET_PREFIX = "whsec_";

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const QUOTED = /^(["'`])(.*)\1$/s;

/** The base64 behind the prefix. Null where there is none: a caller's own secret may start with the prefix and still be plain text. */
export function encodedKey(secret: string): string | null {
  if (!secret.startsWith(SECRET_PREFIX)) return null;
  const encoded = secret.slice(SECRET_PREFIX.length);
  return encoded !== "" && BASE64.test(encoded) ? encoded : null;
}

/** A secret as it was meant: without the white space and the quotes that copying brings along, nor the version that some write before it. */
export function tidySecret(text: string): string {
  const trimmed = text.trim();
  const bare = QUOTED.exec(trimmed)?.[2]?.trim() ?? trimmed;
  return bare.startsWith(`v1,${SECRET_PREFIX}`) ? bare.slice("v1,".length) : bare;
}

/** What is odd about a secret, although it may be right. */
export function secretRemark(secret: string): string | null {
  if (/\s/.test(secret))
    return "The secret has white space in it. If that came with copying, rotate to the right one.";
  if (/^\*+$|^•+$|^x{8,}$/i.test(secret))
    return "The secret is nothing but dots or stars: what a page shows instead of it. Reveal it there, and copy it again.";
  if (/^(?:Bearer|Basic|Token) /i.test(secret))
    return "The secret begins with the name of a scheme. Give what stands behind it.";
  if (/^[A-Za-z_]\w*=.{8,}$/.test(secret) && !/^[A-Za-z0-9+/_-]+={0,2}$/.test(secret))
    return "The secret looks like a line of an .env file. Give what stands behind the equals sign.";
  if (/^https?:\/\//i.test(secret)) return "The secret is an address. Copy the secret itself.";
  return null;
}
