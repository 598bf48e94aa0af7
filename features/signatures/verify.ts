import "server-only";
import type { SignatureScheme } from "@/db/enums";
import type { GenericSignature } from "@/lib/generic-signature";
import { proofOf } from "./prove";
import { publicKey } from "./public-key";
import type { Claimed, EventId, Problem, Scheme, SignedRequest } from "./schemes/scheme";
import { otherSchemes, SCHEMES, schemeOf } from "./schemes/schemes";
import { toleranceOf } from "./tolerance";

export interface SignatureRule {
  scheme: SignatureScheme;
  /** Of the generic scheme: how its sender signs. */
  signature?: GenericSignature | null;
  /** The current secret first, then, within a rotation's overlap, the one before. */
  secrets: readonly string[];
  requireTimestamp: boolean;
  /** For a request that an admin looks at later. */
  ignoreAge?: boolean;
}

export type Verdict =
  | {
      isValid: true;
      secretIndex: number;
      eventId: EventId | null;
      timestamp: number | null;
      /** The digest that matched, in hex: equal for equal signed bytes, whatever else a copy of the request says. */
      proof: string;
    }
  | ({ isValid: false } & Problem);

/** Whether one of the secrets signed the request, by the rules of the scheme that the webhook was set to; never of one the request names. */
export function verifySignature(request: SignedRequest, rule: SignatureRule, nowMs: number): Verdict {
  const scheme = schemeOfRule(rule);
  const claimed = scheme.read(request);
  if ("problem" in claimed) return { isValid: false, ...(otherSchemeProblem(request, rule) ?? claimed) };
  const late = timestampProblem(claimed, { rule, scheme }, nowMs);
  if (late) return { isValid: false, ...late };
  const digests = rule.secrets.map((secret) => proofOf(request, { claimed, scheme, secret }));
  const secretIndex = digests.findIndex((digest) => digest !== null);
  const proof = digests[secretIndex];
  if (!proof) {
    return { isValid: false, problem: "bad_signature", detail: mismatch(scheme, rule.secrets) };
  }
  const eventId = scheme.eventId(request);
  return { isValid: true, secretIndex, eventId, timestamp: claimed.timestamp, proof };
}

export function schemeOfRule({ scheme, signature }: Pick<SignatureRule, "scheme" | "signature">): Scheme {
  return schemeOf({ signatureScheme: scheme, signature });
}

function mismatch({ label, proof = "hmac" }: Scheme, secrets: readonly string[]): string {
  if (proof === "credential") return "The secret that came with it is not that of this webhook.";
  if (proof === "hmac") return "The signature is not that of this webhook's secret over these bytes.";
  return secrets.some((secret) => publicKey(secret, proof))
    ? `The signature was not made by the key of ${label} that this webhook has, over these bytes.`
    : `This webhook has no public key of ${label} yet. Copy it there, and rotate the secret to it.`;
}

/** A webhook that is set to another scheme than its sender's: the most usual of all mistakes. */
function otherSchemeProblem({ headers }: SignedRequest, rule: SignatureRule): Problem | null {
  const [other] = otherSchemes(headers, rule.scheme);
  const { label, header } = schemeOfRule(rule);
  if (!other || headers[header.toLowerCase()]) return null;
  return {
    problem: "other_scheme",
    detail: `It is signed as ${SCHEMES[other].label} does (${SCHEMES[other].header}), and this webhook expects ${label} (${header}). Set its sender to ${SCHEMES[other].label}.`,
  };
}

function timestampProblem(
  { timestamp }: Claimed,
  { rule: { requireTimestamp, ignoreAge }, scheme }: { rule: SignatureRule; scheme: Scheme },
  nowMs: number,
): Problem | null {
  if (timestamp === null) {
    if (!requireTimestamp) return null;
    return {
      problem: "missing_timestamp",
      detail: "This webhook takes only requests with a signed timestamp.",
    };
  }
  if (ignoreAge) return null;
  const ageSeconds = Math.floor(nowMs / 1000) - timestamp;
  const limit = toleranceOf(scheme, ageSeconds);
  if (Math.abs(ageSeconds) <= limit) return null;
  const where = ageSeconds > 0 ? "old" : "in the future";
  return {
    problem: "stale_timestamp",
    detail: `The timestamp is ${Math.abs(ageSeconds)} s ${where}; the limit is ${limit} s.`,
  };
}
