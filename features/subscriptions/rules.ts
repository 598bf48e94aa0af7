import "server-only";
import { and, count, eq, inArray, isNull, notInArray, sql } from "drizzle-orm";
import { currentTransaction, database } from "@/db/client";
import { deliveries, echoReceivers, subscriptions } from "@/db/schema";
import { EVENT_TYPES } from "@/features/event-catalog/names";
import { ADDED_TYPE, readScopeOf, readScopesOf } from "@/features/event-catalog/read-scopes";
import { FORMATS } from "@/features/formats/formats";
import { checkCustomHeaders } from "@/features/formats/wire";
import type { LockedSubscription } from "@/features/subscriptions/change";
import type { CreateSubscription, Subscription, UpdateSubscription } from "@/features/subscriptions/schema";
import { wantedTarget } from "@/features/subscriptions/verification";
import { authorize, type Context } from "@/lib/context";
import { echoKeyOf } from "@/lib/echo-address";
import { logDeniedUrl } from "@/lib/egress/denied";
import { egressRuleFromEnv } from "@/lib/egress/rule";
import { checkTargetUrl } from "@/lib/egress/target-url";
import { env } from "@/lib/env";
import { assertNoIssues, InvalidFieldError, type Issue, TooManyError } from "@/lib/errors";

/** A subscription shows its target what it is sent, so who makes one must be allowed to read that. */
export function authorizeReading(ctx: Context, eventTypes: string[]): void {
  for (const scope of readScopesOf(eventTypes)) authorize(ctx, scope);
}

/** For another target: what was ever sent, or waits, can be sent there too, although its type may not be listed any more. */
export async function authorizePastEvents(ctx: Context, id: string): Promise<void> {
  const isReadable = (type: string) => ctx.permissions.has(readScopeOf(type));
  const hidden = EVENT_TYPES.filter((type) => !isReadable(type));
  if (hidden.length === 0) return;
  // Those that the organization added, now or once, stand in no list.
  const isHidden = isReadable(ADDED_TYPE)
    ? inArray(deliveries.eventType, hidden)
    : notInArray(deliveries.eventType, EVENT_TYPES.filter(isReadable));
  const [sent] = await database()
    .select({ eventType: deliveries.eventType })
    .from(deliveries)
    .where(and(eq(deliveries.subscriptionId, id), isHidden))
    .limit(1);
  if (sent) authorize(ctx, readScopeOf(sent.eventType));
}

/** One creation at a time, so that two can't both take the last place. */
export async function assertRoom(ctx: Context): Promise<void> {
  await currentTransaction().execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`subscriptions|${ctx.organizationId}`}, 0))`,
  );
  const [row] = await currentTransaction()
    .select({ taken: count() })
    .from(subscriptions)
    .where(and(eq(subscriptions.organizationId, ctx.organizationId), isNull(subscriptions.deletedAt)));
  if (row && row.taken < env.MAX_SUBSCRIPTIONS) return;
  throw new TooManyError(
    `There are ${env.MAX_SUBSCRIPTIONS} event subscriptions, which is the most an organization can have. Delete one that is not needed, or let one subscription list more event types.`,
  );
}

/** Throws InvalidError with all that is wrong with a new subscription. */
export function assertNewRules(ctx: Context, input: CreateSubscription): void {
  assertNoIssues([
    ...targetIssues(input.targetUrl),
    ...verificationIssues(input),
    ...echoIssues(input.targetUrl, input),
    ...headerIssues(input.headers),
    ...(input.organizationId === undefined || input.organizationId === ctx.organizationId
      ? []
      : [{ path: "organizationId", message: "Leave it out, or give your own organization's id." }]),
  ]);
}

/** Throws InvalidError with all that is wrong with a change. */
export function assertChangeRules(locked: LockedSubscription, input: UpdateSubscription): void {
  const { before } = locked;
  const { verification = before.verification, format = before.format } = input;
  assertNoIssues([
    ...(input.targetUrl === undefined ? [] : targetIssues(input.targetUrl)),
    ...headerIssues(input.headers),
    ...carriedHeaderIssues(locked, input),
    ...formatIssues(before, input),
    ...verificationIssues({ format: before.format, ...input }),
    ...echoIssues(wantedTarget(before, input), { verification, format }),
  ]);
}

function formatIssues(before: Subscription, { format }: UpdateSubscription): Issue[] {
  if (format === undefined || format === before.format || before.hasSecret || !FORMATS[format].needsSecret)
    return [];
  return [
    {
      path: "format",
      message: `Deliveries in the format ${format} are signed, and this subscription has no secret. Rotate its secret first, which makes one.`,
    },
  ];
}

function verificationIssues({
  format,
  verification,
}: Pick<CreateSubscription, "format" | "verification">): Issue[] {
  if (verification !== "none" || !FORMATS[format].isVerified) return [];
  return [
    {
      path: "verification",
      message: `A target of the format ${format} has to answer the handshake: it knows deliveries by the value it was sent then. Leave verification out.`,
    },
  ];
}

/** For a target that has to answer a handshake. Throws InvalidError for one that is not allowed. */
export function assertTarget(targetUrl: string): void {
  assertNoIssues([...targetIssues(targetUrl), ...echoIssues(targetUrl, { verification: "x_hook_secret" })]);
}

/** The one address of our own that a target may have is that of an echo receiver of the same organization. */
export async function assertEchoReceiver(ctx: Context, targetUrl: string | undefined): Promise<void> {
  const key = targetUrl === undefined ? null : echoKeyOf(targetUrl);
  if (key === null) return;
  const [receiver] = await database()
    .select({ id: echoReceivers.id })
    .from(echoReceivers)
    .where(and(eq(echoReceivers.organizationId, ctx.organizationId), eq(echoReceivers.key, key)));
  if (receiver) return;
  throw new InvalidFieldError(
    "targetUrl",
    "This workspace has no echo receiver with this address. Copy it from Settings → API → Echo receivers.",
  );
}

function echoIssues(
  targetUrl: string,
  { verification, format }: Partial<Pick<CreateSubscription, "format" | "verification">>,
): Issue[] {
  const isVerified = verification === "x_hook_secret" || (format !== undefined && FORMATS[format].isVerified);
  if (echoKeyOf(targetUrl) === null || !isVerified) return [];
  return [
    {
      path: "verification",
      message:
        "An echo receiver answers no handshake, and needs none. Set verification to none, and take a format that asks for none.",
    },
  ];
}

function targetIssues(targetUrl: string): Issue[] {
  if (echoKeyOf(targetUrl) !== null) return [];
  const verdict = checkTargetUrl(targetUrl, egressRuleFromEnv());
  if (verdict.ok) return [];
  logDeniedUrl(targetUrl, verdict.code);
  return [{ path: "targetUrl", message: verdict.message }];
}

/** Header values are write-only; pointing the subscription at another server must not be a way to read them. */
function carriedHeaderIssues(
  { before, pendingHeadersCiphertext }: LockedSubscription,
  { targetUrl, headers }: UpdateSubscription,
): Issue[] {
  if (targetUrl === undefined || targetUrl === before.targetUrl || headers !== undefined) return [];
  const hasHeaders = before.headerNames.length > 0 || pendingHeadersCiphertext !== null;
  const known = new URL(before.pendingTargetUrl ?? before.targetUrl);
  if (!hasHeaders || URL.parse(targetUrl)?.origin === known.origin) return [];
  return [
    {
      path: "headers",
      message: "The target is on another server now. Give the custom headers again, or none, to go with it.",
    },
  ];
}

function headerIssues(headers: Record<string, string> | undefined): Issue[] {
  return headers ? checkCustomHeaders(headers) : [];
}
