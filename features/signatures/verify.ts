import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import type { SignatureScheme } from "@/db/enums";
import { signingKey } from "./keys";
import type { Claimed, EventId, Problem, Scheme, SignedRequest } from "./schemes/scheme";
import { otherSchemes, SCHEMES } from "./schemes/schemes";
import { TOLERANCE_SECONDS } from "./tolerance";

export interface SignatureRule {
  scheme: SignatureScheme;
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
  const scheme = SCHEMES[rule.scheme];
  const claimed = scheme.read(request);
  if ("problem" in claimed) return { isValid: false, ...(otherSchemeProblem(request, rule) ?? claimed) };
  const late = timestampProblem(claimed, rule, nowMs);
  if (late) return { isValid: false, ...late };
  const digests = rule.secrets.map((secret) => matchingDigest(request.body, { claimed, scheme, secret }));
  const secretIndex = digests.findIndex((digest) => digest !== null);
  const proof = digests[secretIndex];
  if (!proof) {
    return {
      isValid: false,
      problem: "bad_signature",
      detail: "The signature is not that of this webhook's secret over these bytes.",
    };
  }
  const eventId = scheme.eventId(request);
  return { isValid: true, secretIndex, eventId, timestamp: claimed.timestamp, proof };
}

/** A webhook that is set to another scheme than its sender's: the most usual of all mistakes. */
function otherSchemeProblem({ headers }: SignedRequest, { scheme }: SignatureRule): Problem | null {
  const [other] = otherSchemes(headers, scheme);
  if (!other || headers[SCHEMES[scheme].header.toLowerCase()]) return null;
  return {
    problem: "other_scheme",
    detail: `It is signed as ${SCHEMES[other].label} does (${SCHEMES[other].header}), and this webhook expects ${SCHEMES[scheme].label} (${SCHEMES[scheme].header}). Set its signature scheme to ${SCHEMES[other].label}.`,
  };
}

function timestampProblem(
  { timestamp }: Claimed,
  { requireTimestamp, ignoreAge }: SignatureRule,
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
  if (Math.abs(ageSeconds) <= TOLERANCE_SECONDS) return null;
  const where = ageSeconds > 0 ? "old" : "in the future";
  return {
    problem: "stale_timestamp",
    detail: `The timestamp is ${Math.abs(ageSeconds)} s ${where}; the limit is ${TOLERANCE_SECONDS} s.`,
  };
}

/** Every candidate is compared in full, whichever matches. */
function matchingDigest(
  body: Buffer,
  { claimed, scheme, secret }: { claimed: Claimed; scheme: Scheme; secret: string },
): string | null {
  const { prefix, signatures } = claimed;
  const expected = createHmac("sha256", signingKey(secret, scheme.key)).update(prefix).update(body).digest();
  const isMatch = signatures
    .map((text) => Buffer.from(text, scheme.recipe.encoding))
    .map((signature) => signature.length === expected.length && timingSafeEqual(signature, expected))
    .includes(true);
  return isMatch ? expected.toString("hex") : null;
}
