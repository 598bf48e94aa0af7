import "server-only";
import { and, desc, eq, isNull } from "drizzle-orm";
import { database } from "@/db/client";
import type { SignatureScheme } from "@/db/enums";
import { subscriptions } from "@/db/schema";
import type { EchoRequestDetail, SignatureCheck } from "@/features/echo/schema";
import type { SignedRequest } from "@/features/signatures/schemes/scheme";
import { SCHEMES } from "@/features/signatures/schemes/schemes";
import { type Verdict, verifySignature } from "@/features/signatures/verify";
import { openSecrets } from "@/features/subscriptions/secrets";
import type { Context } from "@/lib/context";

/** The schemes that deliveries are signed by. */
const SIGNED_BY = ["standard_webhooks", "replify"] as const satisfies SignatureScheme[];
/** Whose secrets are tried on a request, the newest first. */
const MAX_SENDERS = 20;

interface Sender {
  id: string;
  name: string;
  secrets: string[];
}

/**
 * What a receiver of its own would find out about the signatures of a request, with the secrets of all that may send here. Asked as the request
 * comes, since a secret that is replaced later was right all the same.
 */
export async function checkSignatures(
  organizationId: number,
  url: string,
  request: SignedRequest,
): Promise<SignatureCheck[]> {
  const schemes = SIGNED_BY.filter((scheme) => request.headers[SCHEMES[scheme].header.toLowerCase()]);
  if (schemes.length === 0) return [];
  const senders = await sendersTo(organizationId, url);
  const nowMs = Date.now();
  return schemes.map((scheme) => check(request, { scheme, senders, nowMs }));
}

/** What has become of the secret that had made a signature: a rotation may have replaced it. */
export async function secretNow(
  { organizationId }: Context,
  { isValid, header, subscriptionId }: SignatureCheck,
  request: SignedRequest,
): Promise<EchoRequestDetail["signatures"][number]["secretNow"]> {
  const scheme = SIGNED_BY.find((one) => SCHEMES[one].header === header);
  if (!isValid || !scheme || subscriptionId === null) return null;
  const [sender] = await selectSenders(
    and(eq(subscriptions.organizationId, organizationId), eq(subscriptions.id, subscriptionId)),
  );
  const rule = { scheme, secrets: sender?.secrets ?? [], requireTimestamp: false, ignoreAge: true };
  const now = verifySignature(request, rule, Date.now());
  return now.isValid ? secretOf(now) : "replaced";
}

interface Search {
  scheme: (typeof SIGNED_BY)[number];
  senders: Sender[];
  nowMs: number;
}

function check(request: SignedRequest, { scheme, senders, nowMs }: Search): SignatureCheck {
  const { header, label, read } = SCHEMES[scheme];
  const claimed = read(request);
  const verdicts = senders.map(({ id, name, secrets }) => ({
    id,
    name,
    verdict: verifySignature(request, { scheme, secrets, requireTimestamp: false }, nowMs),
  }));
  const match = verdicts.find(({ verdict }) => verdict.isValid) ?? verdicts[0];
  const timestamp = "problem" in claimed ? null : claimed.timestamp;
  return {
    header,
    scheme: label,
    isValid: match?.verdict.isValid ?? false,
    detail: detailOf(match),
    secret: match?.verdict.isValid ? secretOf(match.verdict) : null,
    subscriptionId: match?.verdict.isValid ? match.id : null,
    skewSeconds: timestamp === null ? null : Math.floor(nowMs / 1000) - timestamp,
    prefix: "problem" in claimed ? null : claimed.prefix,
  };
}

function detailOf(match: { name: string; verdict: Verdict } | undefined): string {
  if (!match)
    return "No event subscription sends here, so there is no secret to check it with. Set one's target to this address.";
  const { name, verdict } = match;
  if (verdict.isValid)
    return `The ${secretOf(verdict)} secret of “${name}” made it over exactly these bytes.`;
  if (verdict.problem === "bad_signature")
    return "No secret of a subscription that sends here made it over these bytes.";
  return verdict.detail;
}

function secretOf({ secretIndex }: Extract<Verdict, { isValid: true }>): "current" | "previous" {
  return secretIndex === 0 ? "current" : "previous";
}

function sendersTo(organizationId: number, url: string): Promise<Sender[]> {
  return selectSenders(
    and(
      eq(subscriptions.organizationId, organizationId),
      eq(subscriptions.targetUrl, url),
      isNull(subscriptions.deletedAt),
    ),
  );
}

async function selectSenders(where: ReturnType<typeof and>): Promise<Sender[]> {
  const rows = await database()
    .select({
      id: subscriptions.id,
      name: subscriptions.name,
      secretCiphertext: subscriptions.secretCiphertext,
      previousSecretCiphertext: subscriptions.previousSecretCiphertext,
      previousSecretExpiresAt: subscriptions.previousSecretExpiresAt,
    })
    .from(subscriptions)
    .where(where)
    .orderBy(desc(subscriptions.id))
    .limit(MAX_SENDERS);
  return rows.map(({ id, name, ...secrets }) => ({ id, name, secrets: openSecrets({ id, ...secrets }) }));
}
