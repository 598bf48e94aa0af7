const NODE_BODY = `  const timestamp = String(headers["x-replify-timestamp"] ?? "");
  const age = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (!(age < 300)) return false;
  const expected = createHmac("sha256", secret)
    .update(timestamp + ".")
    .update(rawBody)
    .digest("hex");
  const signatures = String(headers["x-replify-signature"] ?? "").split(",");
  return signatures.some((signature) => {
    const given = Buffer.from(signature.trim());
    const wanted = Buffer.from("sha256=" + expected);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}
`;

/** Code for the receiver of a delivery; tests run each against our own signatures. */
export const VERIFICATION_SAMPLES = {
  javascript: `import { createHmac, timingSafeEqual } from "node:crypto";

// rawBody: the bytes as received, before JSON.parse
export function isFromReplify(headers, rawBody, secret) {
${NODE_BODY}`,

  typescript: `import { createHmac, timingSafeEqual } from "node:crypto";

// headers: request.headers of node:http; rawBody: the bytes as received, before JSON.parse
export function isFromReplify(
  headers: Record<string, string | string[] | undefined>,
  rawBody: Uint8Array,
  secret: string,
): boolean {
${NODE_BODY}`,

  python: `import hashlib
import hmac
import time


# headers: names in lower case; raw_body: the bytes as received, before json.loads
def is_from_replify(headers, raw_body: bytes, secret: str) -> bool:
    timestamp = headers.get("x-replify-timestamp", "")
    if not timestamp.isdecimal() or abs(time.time() - int(timestamp)) >= 300:
        return False
    signed = timestamp.encode() + b"." + raw_body
    expected = "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    signatures = headers.get("x-replify-signature", "").split(",")
    return any(
        hmac.compare_digest(signature.strip().encode(), expected.encode())
        for signature in signatures
    )
`,
};
