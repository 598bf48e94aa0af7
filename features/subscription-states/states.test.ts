import { globSync, readFileSync } from "node:fs";
import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { database } from "@/db/client";
import { SUBSCRIPTION_STATUSES, type SubscriptionStatus, type SubscriptionVerification } from "@/db/enums";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { subscriptionHealth, subscriptions } from "@/db/schema";
import type { HandshakeResult } from "@/features/handshake/handshake";
import {
  IS_ACTIVE,
  IS_DISABLED,
  IS_PAUSED,
  IS_RESTING,
  IS_UNVERIFIED,
  isActiveIn,
  isUnverifiedIn,
} from "@/features/subscription-states/predicates";
import { allows, isActive, isUnverified, TRANSITIONS } from "@/features/subscription-states/states";
import { getSubscription } from "@/features/subscriptions/queries";
import { createSubscription, updateSubscription } from "@/features/subscriptions/service";
import { disableSubscription, pauseSubscription, resumeSubscription } from "@/features/subscriptions/status";
import { type Begun, recordHandshake } from "@/features/subscriptions/verification-result";
import type { Context } from "@/lib/context";
import { HOUR_MS } from "@/lib/time";

const TARGET = "https://receiver.example/hook";

let ctx: Context;

beforeAll(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

async function subscriptionIn(
  status: SubscriptionStatus,
  verification: SubscriptionVerification = "none",
): Promise<string> {
  const { id } = await createSubscription(ctx, {
    targetUrl: TARGET,
    eventTypes: ["ticket.*"],
    subscriptionLevel: "organization",
    format: "replify",
    retryPolicy: "standard",
    verification,
  });
  await database().update(subscriptions).set({ status }).where(eq(subscriptions.id, id));
  return id;
}

const BEGUN: Begun = {
  targetUrl: TARGET,
  headers: {},
  handshake: {
    number: 1,
    startedAt: new Date().toISOString(),
    outcome: "sent",
    durationMs: null,
    statusCode: null,
    expected: null,
    received: null,
    failure: null,
    problem: null,
  },
};
const ANSWERED: HandshakeResult = {
  hookSecret: "a".repeat(64),
  startedAt: BEGUN.handshake.startedAt,
  durationMs: 1,
  statusCode: 200,
  expected: "••••aaaa",
  received: "••••aaaa",
  failure: null,
  problem: null,
};

/** The ways that lead somewhere, each with who goes it. */
const WAYS: Record<
  keyof typeof TRANSITIONS,
  { verification: SubscriptionVerification; go(id: string): Promise<unknown> }
> = {
  pause: { verification: "none", go: (id) => pauseSubscription(ctx, id) },
  resume: { verification: "none", go: (id) => resumeSubscription(ctx, id) },
  resumeUnverified: { verification: "x_hook_secret", go: (id) => resumeSubscription(ctx, id) },
  requireVerification: {
    verification: "none",
    go: (id) => updateSubscription(ctx, id, { verification: "x_hook_secret" }),
  },
  verify: { verification: "x_hook_secret", go: (id) => recordHandshake(ctx, id, BEGUN, ANSWERED) },
  disable: {
    verification: "none",
    go: (id) => disableSubscription(ctx, id, { reason: "gone", detail: "410", targetUrl: TARGET }),
  },
};

const CASES = Object.entries(TRANSITIONS).flatMap(([way, transition]) =>
  SUBSCRIPTION_STATUSES.map((status) => {
    const after: SubscriptionStatus = allows(transition, status) ? transition.to : status;
    return { way: way as keyof typeof TRANSITIONS, status, after };
  }),
);

test.each(CASES)("to $way one that is $status leaves it $after", async ({ way, status, after }) => {
  const { verification, go } = WAYS[way];
  const id = await subscriptionIn(status, verification);
  await go(id);
  expect(await getSubscription(ctx, id)).toMatchObject({ status: after, isActive: isActive(after) });
});

test.each(SUBSCRIPTION_STATUSES)("a statement says the same of one that is %s", async (status) => {
  const id = await subscriptionIn(status);
  const [row] = await database().execute(sql`
    select ${IS_ACTIVE} as active, ${IS_PAUSED} as paused, ${IS_DISABLED} as disabled, ${isActiveIn(sql`s.status`)} as "activeIn",
           ${IS_UNVERIFIED} as unverified, ${isUnverifiedIn(sql`s.status`)} as "unverifiedIn"
    from subscriptions s where s.id = ${id}`);
  expect(row).toEqual({
    active: status === "active",
    paused: status === "paused",
    disabled: status === "disabled",
    activeIn: isActive(status),
    unverified: status === "unverified",
    unverifiedIn: isUnverified(status),
  });
});

test.each([
  { when: "an hour ahead", breakerOpenUntil: new Date(Date.now() + HOUR_MS), rests: true },
  { when: "an hour ago", breakerOpenUntil: new Date(Date.now() - HOUR_MS), rests: false },
  { when: "never", breakerOpenUntil: null, rests: false },
])("a target whose rest ends $when rests: $rests", async ({ breakerOpenUntil, rests }) => {
  const id = await subscriptionIn("active");
  await database()
    .update(subscriptionHealth)
    .set({ breakerOpenUntil })
    .where(eq(subscriptionHealth.subscriptionId, id));
  const { health } = await getSubscription(ctx, id);
  expect(health.pausedUntil).toBe(rests ? breakerOpenUntil?.toISOString() : null);
  const [row] = await database().execute(
    sql`select ${IS_RESTING} as rests from subscription_health h where h.subscription_id = ${id}`,
  );
  expect(row).toEqual({ rests });
});

test("no other code asks for a subscription's status by its name", () => {
  const own = /^features\/subscription-states\/(states|predicates)\.ts$|\/schema\.ts$|\.test\.tsx?$/;
  const found = globSync(
    "{features/{deliveries,delivery-log,events,handshake,overview,sending,subscription-states,subscriptions,trace},inngest/{functions,server}}/**/*.{ts,tsx}",
  )
    .filter((path) => !own.test(path))
    .flatMap((path) => {
      const lines = readFileSync(path, "utf8").split("\n");
      const isNamed = /(===?|!==?|in \(|status:?) ?['"](active|unverified|paused|disabled)['"]/;
      return lines.filter((line) => isNamed.test(line)).map((line) => `${path}: ${line}`);
    });
  expect(found).toEqual([]);
});
