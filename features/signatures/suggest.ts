import "server-only";
import { SENDERS, type Sender } from "@/db/enums";
import type { GenericSignature, HmacSignature } from "@/lib/generic-signature";
import { takeTurns } from "@/lib/take-turns";
import { readTime, type SignedRequest } from "./schemes/scheme";
import { type SignatureRule, verifySignature } from "./verify";

/** Settings by which a webhook would take a request as it came. */
export type Suggestion = { sender: Sender } | { signature: GenericSignature };

const ALGORITHMS = { 20: "sha1", 32: "sha256", 64: "sha512" } as const;
const MAX_HEADERS = 6;
const MAX_TIMES = 3;
const MAX_IDS = 2;
/** How much may be hashed for one answer. */
const MAX_HASHED_BYTES = 32 * 1024 * 1024;

const WITHOUT_TIME: HmacSignature["signs"][] = [
  "body",
  "url+body",
  { template: "{body}{url}" },
  { template: "{method}{url}{body}" },
];
const WITH_TIME: HmacSignature["signs"][] = [
  "timestamp.body",
  "timestamp+body",
  { template: "v0:{timestamp}:{body}" },
  { template: "{timestamp}:{body}" },
  { template: "{timestamp}\n{body}" },
  { template: "{body}{timestamp}" },
  { template: "{body}.{timestamp}" },
  { template: "{method}{url}{body}{timestamp}" },
];
const WITH_ID: HmacSignature["signs"][] = ["id.timestamp.body", { template: "{id}{timestamp}{body}" }];

/** How the webhook's secret did make a request that it is not set to take: by a sender's rules, by others, or by being in it. Null where it did not. */
export async function suggestScheme(
  request: SignedRequest,
  rule: SignatureRule,
  nowMs: number,
): Promise<Suggestion | null> {
  const pause = takeTurns();
  let bytesLeft = MAX_HASHED_BYTES;
  const isTaken = (choice: Pick<SignatureRule, "scheme" | "signature">) => {
    bytesLeft -= request.body.length * rule.secrets.length;
    const lenient = { secrets: rule.secrets, requireTimestamp: false, ignoreAge: true };
    return bytesLeft >= 0 && verifySignature(request, { ...lenient, ...choice }, nowMs).isValid;
  };
  for (const sender of SENDERS) {
    await pause();
    if (sender !== rule.scheme && isTaken({ scheme: sender })) return { sender };
  }
  for (const signature of candidates(request)) {
    await pause();
    if (isTaken({ scheme: "generic", signature })) return { signature };
  }
  return null;
}

/** The likeliest first. */
function* candidates(request: SignedRequest): Generator<GenericSignature> {
  yield* credentials(request);
  for (const base of digests(request)) {
    for (const signs of WITHOUT_TIME) yield { ...base, signs };
    for (const time of timesOf(request, base.header)) {
      for (const signs of WITH_TIME) yield { ...base, ...time, signs };
      for (const idHeader of idsOf(request))
        for (const signs of WITH_ID) yield { ...base, ...time, idHeader, signs };
    }
  }
}

function* credentials({ headers }: SignedRequest): Generator<GenericSignature> {
  const basic = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(headers.authorization ?? "")?.[1];
  const username = basic && Buffer.from(basic, "base64").toString("utf8").split(":")[0];
  if (username) yield { type: "basic", username };
  yield { type: "bearer" };
  for (const header of Object.keys(headers)) yield { type: "header", header };
}

type Digest = Omit<HmacSignature, "signs">;

/** Whatever looks like a digest, with what stands before it. */
function digests({ headers }: SignedRequest): Digest[] {
  return Object.entries(headers)
    .toSorted(([a], [b]) => Number(isSignatureName(b)) - Number(isSignatureName(a)))
    .flatMap(([header, value]) => value.split(/[\s,;]+/).flatMap((token) => digestOf(header, token)))
    .slice(0, MAX_HEADERS);
}

function isSignatureName(header: string): boolean {
  return /signature|hmac|digest|hash|sig$/.test(header);
}

function digestOf(header: string, token: string): Digest[] {
  const [, prefix = "", text = ""] = /^((?:[A-Za-z0-9-]{1,12}=(?=.{20}))?)(.+)$/.exec(token) ?? [];
  const isHex = /^([0-9a-f]{2})+$/i.test(text);
  if (!isHex && !/^[A-Za-z0-9+/_-]{20,}={0,2}$/.test(text)) return [];
  const encoding = isHex ? ("hex" as const) : ("base64" as const);
  const algorithm = lengthOf(Buffer.from(text, encoding).length);
  return algorithm ? [{ type: "hmac", header, algorithm, encoding, ...(prefix && { prefix }) }] : [];
}

function lengthOf(bytes: number): HmacSignature["algorithm"] | undefined {
  return bytes === 20 || bytes === 32 || bytes === 64 ? ALGORITHMS[bytes] : undefined;
}

/** Where the time may stand: in a header of its own, or in the signature's. */
function timesOf({ headers }: SignedRequest, header: string): Pick<HmacSignature, "timestampHeader">[] {
  const inside = /(?:^|[\s,])t=\d/.test(headers[header] ?? "") ? [{}] : [];
  const own = Object.entries(headers)
    .filter(([name, value]) => name !== "content-length" && readTime(value) !== null)
    .toSorted(([a], [b]) => Number(/time/.test(b)) - Number(/time/.test(a)))
    .map(([timestampHeader]) => ({ timestampHeader }));
  return [...inside, ...own].slice(0, MAX_TIMES);
}

function idsOf({ headers }: SignedRequest): string[] {
  return Object.keys(headers)
    .filter((name) => /(?:^|-)(?:id|delivery|uuid|nonce)$/.test(name))
    .slice(0, MAX_IDS);
}
