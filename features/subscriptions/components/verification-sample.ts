/** Node code for the receiver, shown beside a new secret; a test runs it against our own signatures. */
export const VERIFICATION_SAMPLE = `import { createHmac, timingSafeEqual } from "node:crypto";

// rawBody: the bytes as received, before JSON.parse
export function isFromReplify(headers, rawBody, secret) {
  const timestamp = headers["x-replify-timestamp"] ?? "";
  const age = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (!(age < 300)) return false;
  const expected = createHmac("sha256", secret)
    .update(timestamp + ".")
    .update(rawBody)
    .digest("hex");
  const signatures = (headers["x-replify-signature"] ?? "").split(",");
  return signatures.some((signature) => {
    const given = Buffer.from(signature.trim());
    const wanted = Buffer.from("sha256=" + expected);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}
`;
