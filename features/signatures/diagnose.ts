import { createHmac, timingSafeEqual } from "node:crypto";
import { type Pause, takeTurns } from "@/lib/take-turns";
import { formatAge } from "@/lib/time";
import { type Claim, readClaim } from "./claim";
import { SIGNATURE_MISTAKES, type SignatureMistake } from "./mistakes";
import { usesValue } from "./recipe";
import { readTime, type Scheme, type SignedRequest } from "./schemes/scheme";
import { otherSchemes, SCHEMES } from "./schemes/schemes";
import { type Suggestion, suggestScheme } from "./suggest";
import { TOLERANCE_SECONDS } from "./tolerance";
import { aroundVariants, bodyVariants, keyVariants, REWRITTEN_MAX_BYTES, type Variant } from "./variants";
import { type SignatureRule, schemeOfRule, verifySignature } from "./verify";

export interface Diagnosis {
  /** Would be accepted as it is. */
  isAccepted: boolean;
  matched: "current" | "previous" | null;
  verdict: string;
  mistakes: SignatureMistake[];
  /** Positive when the timestamp is old. */
  skewSeconds: number | null;
  /** What the webhook can be set to, so that exactly this request is right; null where there is none, or it is right already. */
  suggestion: Suggestion | null;
}

type Found = Omit<Diagnosis, "suggestion">;

/** More slips than this at once explain nothing. */
const MAX_MISTAKES = 2;
/** How much may be hashed for one answer: of large bodies only the likeliest slips are tried. */
const MAX_HASHED_BYTES = 32 * 1024 * 1024;
const MILLISECONDS = /^\d{13}$/;

/**
 * Which secret made the signature, and by which usual slips it was made over other bytes than those that came. Never holds a digest. Others
 * have their turn while it goes on.
 */
export async function diagnoseSignature(
  request: SignedRequest,
  rule: SignatureRule,
  nowMs: number,
): Promise<Diagnosis> {
  const found = await findSlips(request, rule, nowMs);
  const isRight = found.isAccepted || (found.matched !== null && found.mistakes.every(isOfClock));
  return { ...found, suggestion: isRight ? null : await suggestScheme(request, rule, nowMs) };
}

function isOfClock(mistake: SignatureMistake): boolean {
  return mistake === "timestamp_off";
}

async function findSlips(request: SignedRequest, rule: SignatureRule, nowMs: number): Promise<Found> {
  const scheme = schemeOfRule(rule);
  const work: Work = { bytesLeft: MAX_HASHED_BYTES, pause: takeTurns() };
  if ((scheme.proof ?? "hmac") !== "hmac" || scheme.isOnlySenders)
    return judged(request, rule, { nowMs, work });
  const claim = readClaim(request, scheme);
  const match =
    (claim && (await findMatch(request, { claim, rule, scheme, work }))) ??
    (await matchOfOther(request, rule, work));
  const skewSeconds = claim && skewOf(claim.timestamp, nowMs);
  const clock = claim ? clockMistakes(request, { claim, rule, scheme, skewSeconds }) : [];
  if (!match) return unmatched(request, scheme, { rule, claim, skewSeconds, clock });
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

/** Where there are no usual slips to look for: what the check itself says. */
async function judged(
  request: SignedRequest,
  rule: SignatureRule,
  { nowMs, work }: { nowMs: number; work: Work },
): Promise<Found> {
  const verdict = verifySignature(request, rule, nowMs);
  const claimed = schemeOfRule(rule).read(request);
  const timestamp = "problem" in claimed ? null : claimed.timestamp;
  const skewSeconds = timestamp === null ? null : Math.floor(nowMs / 1000) - timestamp;
  if (verdict.isValid) {
    const matched = verdict.secretIndex === 0 ? ("current" as const) : ("previous" as const);
    const said = verdictOf([], [], { matched, skewSeconds });
    return { isAccepted: true, matched, verdict: said, mistakes: [], skewSeconds };
  }
  const match = await matchOfOther(request, rule, work);
  if (!match) return { isAccepted: false, matched: null, verdict: verdict.detail, mistakes: [], skewSeconds };
  const matched = match.secretIndex === 0 ? ("current" as const) : ("previous" as const);
  const said = verdictOf(match.mistakes, [], { matched, skewSeconds });
  return { isAccepted: false, matched, verdict: said, mistakes: match.mistakes, skewSeconds };
}

interface Search {
  claim: Claim;
  rule: SignatureRule;
  scheme: Scheme;
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
  request: SignedRequest,
  { claim, rule, scheme, work }: Search,
): Promise<Match | null> {
  if (claim.digests.length === 0) return null;
  const bodies: Variant<Buffer>[] = [];
  for (const variant of bodyVariants(request.body)) {
    bodies.push(variant);
    await work.pause();
  }
  const arounds = aroundVariants(scheme, { ...claim, request });
  const keys = rule.secrets.flatMap((secret, secretIndex) =>
    keyVariants(secret, scheme).map((key) => ({ ...key, secretIndex })),
  );
  const tries = keys
    .flatMap((key) =>
      arounds.flatMap((around) =>
        bodies.map((bytes) => ({
          key,
          around,
          bytes,
          mistakes: [...key.mistakes, ...around.mistakes, ...bytes.mistakes],
        })),
      ),
    )
    .filter(({ mistakes }) => mistakes.length <= MAX_MISTAKES)
    .toSorted((a, b) => a.mistakes.length - b.mistakes.length);
  const { algorithm = "sha256" } = scheme.recipe;
  for (const { key, around, bytes, mistakes } of tries) {
    work.bytesLeft -= bytes.value.length;
    if (work.bytesLeft < 0) return null;
    await work.pause();
    const expected = createHmac(algorithm, key.value)
      .update(around.value.prefix)
      .update(bytes.value)
      .update(around.value.suffix)
      .digest();
    const hit = claim.digests.find(({ value }) => timingSafeEqual(value, expected));
    if (hit) return { secretIndex: key.secretIndex, mistakes: [...hit.mistakes, ...mistakes] };
  }
  return null;
}

async function matchOfOther(request: SignedRequest, rule: SignatureRule, work: Work): Promise<Match | null> {
  for (const scheme of otherSchemes(request.headers, rule.scheme)) {
    const other = SCHEMES[scheme];
    const claim = (other.proof ?? "hmac") === "hmac" && !other.isOnlySenders && readClaim(request, other);
    const match = claim && (await findMatch(request, { claim, rule, scheme: other, work }));
    if (match) return { ...match, mistakes: ["other_scheme", ...match.mistakes] };
  }
  return null;
}

function skewOf(timestamp: string | null, nowMs: number): number | null {
  const seconds = readTime(timestamp ?? undefined);
  return seconds === null ? null : Math.floor(nowMs / 1000) - seconds;
}

interface ClockSearch extends Pick<Search, "claim" | "rule" | "scheme"> {
  skewSeconds: number | null;
}

function clockMistakes(
  request: SignedRequest,
  { claim: { timestamp }, rule: { requireTimestamp }, scheme, skewSeconds }: ClockSearch,
): SignatureMistake[] {
  const isNeeded = requireTimestamp || scheme.timestamp === "always";
  if (timestamp === null || scheme.timestamp === "never") return isNeeded ? ["timestamp_missing"] : [];
  if (MILLISECONDS.test(timestamp) && "problem" in scheme.read(request)) return ["timestamp_in_ms"];
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
  scheme: Scheme,
  found: {
    rule: SignatureRule;
    claim: Claim | null;
    skewSeconds: number | null;
    clock: SignatureMistake[];
  },
): Found {
  const { rule, claim, skewSeconds, clock } = found;
  const { label, header } = scheme;
  const refused = { isAccepted: false, matched: null, skewSeconds };
  const [other] = otherSchemes(request.headers, rule.scheme);
  if (!request.headers[header.toLowerCase()] && other) {
    const verdict = `It is signed as ${SCHEMES[other].label} does (${SCHEMES[other].header}), while this webhook expects ${label} (${header}); and it was not signed with this webhook's secret either. Set the sender to ${SCHEMES[other].label}, and copy the secret anew.`;
    return { ...refused, verdict, mistakes: ["other_scheme"] };
  }
  if (!claim) {
    const verdict = `There is no ${header} header, nor another with a signature. Paste the headers as they were sent, or have the sender sign what it sends.`;
    return { ...refused, verdict, mistakes: ["no_signature"] };
  }
  if (claim.mistakes[0]) {
    return { ...refused, verdict: SIGNATURE_MISTAKES[claim.mistakes[0]], mistakes: claim.mistakes };
  }
  if (claim.digests.length === 0) {
    const verdict = `What stands in the signature header is no digest. Expected is a header like ${header} with a digest in hex or base64, as the Setup tab shows.`;
    return { ...refused, verdict, mistakes: ["signature_form"] };
  }
  const verdict =
    "No secret of this webhook made this signature: neither over these bytes nor over what the usual slips make of them. Most likely the sender has another secret. Copy it from the sender to here, or from here to the sender, by a rotation.";
  const large =
    request.body.length > REWRITTEN_MAX_BYTES
      ? " Of a body this long, other line ends and JSON written anew were not tried: try it with a shorter one."
      : "";
  const address =
    usesValue(scheme.recipe, "url") && request.url
      ? ` ${label} signs the address, too, which is taken to be ${request.url}: if it calls another one, set APP_URL to that.`
      : "";
  return { ...refused, verdict: verdict + address + large, mistakes: clock };
}
