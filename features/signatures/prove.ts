import "server-only";
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { signingKey } from "./keys";
import { isSignedBy, publicKey } from "./public-key";
import type { Claimed, Scheme, SignedRequest } from "./schemes/scheme";

interface Proving {
  claimed: Claimed;
  scheme: Scheme;
  secret: string;
}

/** What proves that the secret's owner made the request: equal for equal signed bytes, in hex. Null where nothing does. */
export function proofOf(request: SignedRequest, proving: Proving): string | null {
  const { bodySha256 } = proving.claimed;
  if (bodySha256 !== undefined && sha256(request.body) !== bodySha256) return null;
  const { proof = "hmac" } = proving.scheme;
  if (proof === "hmac") return matchingDigest(request.body, proving);
  if (proof === "credential") return matchingCredential(request.body, proving);
  return matchingSignature(request.body, proving);
}

/** Every candidate is compared in full, whichever matches. */
function matchingDigest(body: Buffer, { claimed, scheme, secret }: Proving): string | null {
  const { prefix, suffix, content, signatures } = claimed;
  const { algorithm = "sha256", encoding } = scheme.recipe;
  const hmac = createHmac(algorithm, signingKey(secret, scheme.key))
    .update(prefix)
    .update(content ?? body);
  const expected = (suffix ? hmac.update(suffix) : hmac).digest();
  const isMatch = signatures
    .map((text) => Buffer.from(text, encoding))
    .map((signature) => signature.length === expected.length && timingSafeEqual(signature, expected))
    .includes(true);
  return isMatch ? expected.toString("hex") : null;
}

/** By their digests, so that not even the lengths tell anything. A credential proves nothing of the body, which is what tells one request from the next. */
function matchingCredential(body: Buffer, { claimed, scheme, secret }: Proving): string | null {
  const expected = digest(`${scheme.credentialPrefix ?? ""}${secret}`);
  const isMatch = claimed.signatures.map((sent) => timingSafeEqual(digest(sent), expected)).includes(true);
  return isMatch ? sha256(body) : null;
}

function matchingSignature(body: Buffer, { claimed, scheme, secret }: Proving): string | null {
  const key = publicKey(secret, scheme.proof ?? "ed25519");
  if (key === null) return null;
  const signed = Buffer.concat([Buffer.from(claimed.prefix), body]);
  const isMatch = claimed.signatures.some((text) =>
    isSignedBy(key, signed, Buffer.from(text, scheme.recipe.encoding)),
  );
  return isMatch ? sha256(signed) : null;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
