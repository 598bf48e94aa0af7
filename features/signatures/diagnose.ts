import { createHmac, timingSafeEqual } from "node:crypto";
import type { SignatureScheme } from "@/db/enums";
import { type Pause, takeTurns } from "@/lib/take-turns";
import { formatAge } from "@/lib/time";
import { type Claim, readClaim } from "./claim";
import { SIGNATURE_MISTAKES, type SignatureMistake } from "./mistakes";
import type { SignedRequest } from "./schemes/scheme";
import { otherSchemes, SCHEMES } from "./schemes/schemes";
import { TOLERANCE_SECONDS } from "./tolerance";
import { bodyVariants, keyVariants, prefixVariants, REWRITTEN_MAX_BYTES, type Variant } from "./variants";
import { type SignatureRule, verifySignature } from "./verify";

export interface Diagnosis {
  /** Would be accepted as it is. */
  isAccepted: boolean;
  matched: "current" | "previous" | null;
  verdict: string;
  mistakes: SignatureMistake[];
  /** Positive when the timestamp is old. */
  skewSeconds: number | null;
}

/** More slips than this at once explain nothing. */
const MAX_MISTAKES = 2;
/** How much may be hashed for one answer: of large bodies only the likeliest slips are tried. */
const MAX_HASHED_BYTES = 32 * 1024 * 1024;
const MILLISECONDS = /^\d{13}$/;
const SECONDS = /^\d{1,12}$/;

/**
 * Which secret made the signature, and by which usual slips it was made over other bytes than those that came. Never holds a digest. Others
 * have their turn while it goes on.
 */
export async function diagnoseSignature(
  request: SignedRequest,
  rule: SignatureRule,
  nowMs: number,
): Promise<Diagnosis> {
  const claim = readClaim(request, rule.scheme);
  const work: Work = { bytesLeft: MAX_HASHED_BYTES, pause: takeTurns() };
  const match =
    (claim && (await findMatch(request, { claim, rule, scheme: rule.scheme, work }))) ??
    (await matchOfOther(request, rule, work));
  const skewSeconds = claim && skewOf(claim.timestamp, nowMs);
  const clock = claim ? clockMistakes(claim, rule, skewSeconds) : [];
  if (!match) return unmatched(request, rule, { claim, skewSeconds, clock });
  const mistakes = [...new Set([...match.mistakes, ...clock])];
  const matched = match.secretIndex === 0 ? ("current" as const) : ("previous" as const);
  return {
    isAccepted: verifySignature(request, rule, nowMs).isValid,
    matched,
    verdict: verdictOf(match.mistakes, clock, { matched, skewSeconds }),
    mistakes,
    skewSeconds,
  };
}

interface Search {
  claim: Claim;
  rule: SignatureRule;
  scheme: SignatureScheme;
  work: Work;
}

interface Work {
  bytesLeft: number;
  pause: Pause;
}

interface Match {
  secretIndex: number;
  mistakes: SignatureMistake[];
}

/** The likeliest explanations first, so that the first match has the fewest slips. */
async function findMatch(
  { body }: SignedRequest,
  { claim, rule, scheme, work }: Search,
): Promise<Match | null> {
  if (claim.digests.length === 0) return null;
  const bodies: Variant<Buffer>[] = [];
  for (const variant of bodyVariants(body)) {
    bodies.push(variant);
    await work.pause();
  }
  const prefixes = prefixVariants(scheme, claim);
  const keys = rule.secrets.flatMap((secret, secretIndex) =>
    keyVariants(secret, scheme).map((key) => ({ ...key, secretIndex })),
  );
  const tries = keys
    .flatMap((key) =>
      prefixes.flatMap((prefix) =>
        bodies.map((bytes) => ({
          key,
          prefix,
          bytes,
          mistakes: [...key.mistakes, ...prefix.mistakes, ...bytes.mistakes],
        })),
      ),
    )
    .filter(({ mistakes }) => mistakes.length <= MAX_MISTAKES)
    .toSorted((a, b) => a.mistakes.length - b.mistakes.length);
  for (const { key, prefix, bytes, mistakes } of tries) {
    work.bytesLeft -= bytes.value.length;
    if (work.bytesLeft < 0) return null;
    await work.pause();
    const expected = createHmac("sha256", key.value).update(prefix.value).update(bytes.value).digest();
    const hit = claim.digests.find(({ value }) => timingSafeEqual(value, expected));
    if (hit) return { secretIndex: key.secretIndex, mistakes: [...hit.mistakes, ...mistakes] };
  }
  return null;
}

async function matchOfOther(request: SignedRequest, rule: SignatureRule, work: Work): Promise<Match | null> {
  for (const scheme of otherSchemes(request.headers, rule.scheme)) {
    const claim = readClaim(request, scheme);
    const match = claim && (await findMatch(request, { claim, rule, scheme, work }));
    if (match) return { ...match, mistakes: ["other_scheme", ...match.mistakes] };
  }
  return null;
}

function skewOf(timestamp: string | null, nowMs: number): number | null {
  if (timestamp === null) return null;
  if (MILLISECONDS.test(timestamp)) return Math.floor((nowMs - Number(timestamp)) / 1000);
  return SECONDS.test(timestamp) ? Math.floor(nowMs / 1000) - Number(timestamp) : null;
}

function clockMistakes(
  { timestamp }: Claim,
  { scheme, requireTimestamp }: SignatureRule,
  skewSeconds: number | null,
): SignatureMistake[] {
  const isNeeded = requireTimestamp || SCHEMES[scheme].timestamp === "always";
  if (timestamp === null || SCHEMES[scheme].timestamp === "never")
    return isNeeded ? ["timestamp_missing"] : [];
  if (MILLISECONDS.test(timestamp)) return ["timestamp_in_ms"];
  if (skewSeconds === null) return ["timestamp_missing"];
  return Math.abs(skewSeconds) > TOLERANCE_SECONDS ? ["timestamp_off"] : [];
}

function verdictOf(
  signing: SignatureMistake[],
  clock: SignatureMistake[],
  { matched, skewSeconds }: Pick<Diagnosis, "matched" | "skewSeconds">,
): string {
  const secret = `the ${matched} secret`;
  const first =
    signing.length === 0
      ? `The signature is right: ${secret} made it over exactly these bytes.`
      : `Made with ${secret}, but not as it should be. ${signing.map((one) => SIGNATURE_MISTAKES[one]).join(" ")}`;
  const rest = clock.map((one) =>
    one === "timestamp_off" ? clockSentence(skewSeconds) : SIGNATURE_MISTAKES[one],
  );
  const old = matched === "previous" ? ["Give the sender the new secret before the overlap ends."] : [];
  return [first, ...rest, ...old].join(" ");
}

function clockSentence(skewSeconds: number | null): string {
  if (skewSeconds === null) return SIGNATURE_MISTAKES.timestamp_off;
  const where = skewSeconds > 0 ? "old" : "in the future";
  return `The timestamp is ${formatAge(Math.abs(skewSeconds))} ${where}, the limit is ${formatAge(TOLERANCE_SECONDS)}: send at once after signing, and set the sender's clock.`;
}

function unmatched(
  request: SignedRequest,
  { scheme }: SignatureRule,
  found: { claim: Claim | null; skewSeconds: number | null; clock: SignatureMistake[] },
): Diagnosis {
  const { claim, skewSeconds, clock } = found;
  const refused = { isAccepted: false, matched: null, skewSeconds };
  const [other] = otherSchemes(request.headers, scheme);
  if (!request.headers[SCHEMES[scheme].header.toLowerCase()] && other) {
    const verdict = `It is signed as ${SCHEMES[other].label} does (${SCHEMES[other].header}), while this webhook expects ${SCHEMES[scheme].label} (${SCHEMES[scheme].header}); and it was not signed with this webhook's secret either. Set the signature scheme to ${SCHEMES[other].label}, and copy the secret anew.`;
    return { ...refused, verdict, mistakes: ["other_scheme"] };
  }
  if (!claim) {
    const verdict = `There is no ${SCHEMES[scheme].header} header, nor another with a signature. Paste the headers as they were sent, or have the sender sign what it sends.`;
    return { ...refused, verdict, mistakes: ["no_signature"] };
  }
  if (claim.mistakes[0]) {
    return { ...refused, verdict: SIGNATURE_MISTAKES[claim.mistakes[0]], mistakes: claim.mistakes };
  }
  if (claim.digests.length === 0) {
    const verdict = `What stands in the signature header is no digest. Expected is a header like ${SCHEMES[scheme].header} with 32 bytes in hex or base64, as the Setup tab shows.`;
    return { ...refused, verdict, mistakes: ["signature_form"] };
  }
  const verdict =
    "No secret of this webhook made this signature: neither over these bytes nor over what the usual slips make of them. Most likely the sender has another secret. Copy it from the sender to here, or from here to the sender, by a rotation.";
  const large =
    request.body.length > REWRITTEN_MAX_BYTES
      ? " Of a body this long, other line ends and JSON written anew were not tried: try it with a shorter one."
      : "";
  return { ...refused, verdict: verdict + large, mistakes: clock };
}
