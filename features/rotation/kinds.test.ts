import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser, type TestUser } from "@/db/factories";
import { auditLog, incomingWebhooks, oauthClients, subscriptions } from "@/db/schema";
import { atOnce } from "@/e2e/held-row";
import {
  endIncomingOverlap,
  extendIncomingOverlap,
  rotateIncomingSecret,
} from "@/features/incoming-webhooks/rotation";
import { createIncomingWebhookSchema } from "@/features/incoming-webhooks/schema";
import { openSecrets as openIncomingSecrets } from "@/features/incoming-webhooks/secrets";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import { verifyClientSecret } from "@/features/oauth-clients/client-secret";
import { findClient } from "@/features/oauth-clients/find-client";
import { endClientOverlap, extendClientOverlap, rotateClientSecret } from "@/features/oauth-clients/rotation";
import { type CreatedOAuthClient, createOAuthClientSchema } from "@/features/oauth-clients/schema";
import { createOAuthClient } from "@/features/oauth-clients/service";
import {
  endSubscriptionOverlap,
  extendSubscriptionOverlap,
  rotateSubscriptionSecret,
} from "@/features/subscriptions/rotation";
import { createSubscriptionSchema } from "@/features/subscriptions/schema";
import { openSecrets as openSigningSecrets } from "@/features/subscriptions/secrets";
import { createSubscription } from "@/features/subscriptions/service";
import { endTokenOverlap, extendTokenOverlap, rotateToken } from "@/features/tokens/rotation";
import { createToken } from "@/features/tokens/service";
import { verifyToken } from "@/features/tokens/verify";
import type { Context } from "@/lib/context";
import type { AppError } from "@/lib/errors";

const HOUR = 3_600;
const DAY = 86_400;
const WEEK = 7 * DAY;

const endChangeSchema = z.object({ from: z.string().nullable(), to: z.string().nullable() }).optional();
const changesSchema = z.object({
  previousExpiresAt: endChangeSchema,
  previousSecretExpiresAt: endChangeSchema,
});

interface Answer {
  id: string;
  previousExpiresAt?: string | null;
  previousSecretExpiresAt?: string | null;
}

type Created = Answer & ({ token: string } | { secret: string });

/** A kind of secret: another one takes a line here. */
interface Kind {
  table: string;
  create(ctx: Context): Promise<Created>;
  rotate(ctx: Context, id: string, input: { overlapSeconds: number }): Promise<Created>;
  extend(ctx: Context, id: string, input: { overlapSeconds: number }): Promise<Answer>;
  end(ctx: Context, id: string): Promise<Answer>;
  works(id: string, secret: string): Promise<boolean>;
}

const KINDS: Record<string, Kind> = {
  token: {
    table: "api_tokens",
    create: (ctx) => createToken(ctx, { name: "CI", scopes: ["events:read"] }),
    rotate: rotateToken,
    extend: extendTokenOverlap,
    end: endTokenOverlap,
    works: async (_, token) => (await verifyToken(token, { ip: null, route: "/api/v1/me" })) !== null,
  },
  incoming_webhook: {
    table: "incoming_webhooks",
    create: (ctx) =>
      createIncomingWebhook(
        ctx,
        createIncomingWebhookSchema.parse({ name: "Shop", action: "create_ticket" }),
      ),
    rotate: rotateIncomingSecret,
    extend: extendIncomingOverlap,
    end: endIncomingOverlap,
    works: async (id, secret) => {
      const rows = await database().select().from(incomingWebhooks).where(eq(incomingWebhooks.id, id));
      return rows.flatMap(openIncomingSecrets).includes(secret);
    },
  },
  subscription: {
    table: "subscriptions",
    create: async (ctx) => {
      const { secret, ...subscription } = await createSubscription(
        ctx,
        createSubscriptionSchema.parse({
          targetUrl: "https://example.com/hook",
          eventTypes: ["ticket.created"],
        }),
      );
      return { ...subscription, secret: secret ?? "" };
    },
    rotate: rotateSubscriptionSecret,
    extend: extendSubscriptionOverlap,
    end: endSubscriptionOverlap,
    works: async (id, secret) => {
      const rows = await database().select().from(subscriptions).where(eq(subscriptions.id, id));
      return rows.flatMap(openSigningSecrets).includes(secret);
    },
  },
  oauth_client: {
    table: "oauth_clients",
    create: async (ctx) =>
      withSecret(
        await createOAuthClient(
          ctx,
          createOAuthClientSchema.parse({
            name: "Portal",
            type: "confidential",
            redirectUris: ["https://app.example.com/callback"],
            scopes: ["profile"],
          }),
        ),
      ),
    rotate: async (ctx, id, input) => withSecret(await rotateClientSecret(ctx, id, input)),
    extend: extendClientOverlap,
    end: endClientOverlap,
    works: async (id, secret) => {
      const [row] = await database().select().from(oauthClients).where(eq(oauthClients.id, id));
      const client = await findClient(row?.clientId ?? "");
      return client !== null && verifyClientSecret(client, secret);
    },
  },
};

const CALLS = {
  rotate: (kind: Kind, ctx: Context, id: string) => kind.rotate(ctx, id, { overlapSeconds: DAY }),
  replace: (kind: Kind, ctx: Context, id: string) => kind.rotate(ctx, id, { overlapSeconds: 0 }),
  extend: (kind: Kind, ctx: Context, id: string) => kind.extend(ctx, id, { overlapSeconds: 2 * DAY }),
  "extend more": (kind: Kind, ctx: Context, id: string) => kind.extend(ctx, id, { overlapSeconds: WEEK }),
  end: (kind: Kind, ctx: Context, id: string) => kind.end(ctx, id),
};
type Call = keyof typeof CALLS;

/** What comes of two calls at once, the first of which gets the row first. */
const PAIRS: { overlap: boolean; calls: [Call, Call]; outcomes: [string, string] }[] = [
  { overlap: false, calls: ["rotate", "rotate"], outcomes: ["done", "conflict"] },
  { overlap: false, calls: ["replace", "replace"], outcomes: ["done", "conflict"] },
  { overlap: false, calls: ["rotate", "end"], outcomes: ["done", "done"] },
  { overlap: false, calls: ["extend", "rotate"], outcomes: ["conflict", "done"] },
  { overlap: true, calls: ["rotate", "end"], outcomes: ["conflict", "done"] },
  { overlap: true, calls: ["end", "rotate"], outcomes: ["done", "done"] },
  { overlap: true, calls: ["end", "end"], outcomes: ["done", "done"] },
  { overlap: true, calls: ["end", "extend"], outcomes: ["done", "conflict"] },
  { overlap: true, calls: ["extend", "end"], outcomes: ["done", "done"] },
  { overlap: true, calls: ["extend", "extend more"], outcomes: ["done", "done"] },
  { overlap: true, calls: ["extend more", "extend"], outcomes: ["done", "invalid"] },
];

let admin: TestUser;
let ctx: Context;

beforeEach(async () => {
  admin = await createUser(await createOrganization());
  ctx = createContext(admin);
});

describe.each(Object.entries(KINDS))("%s", (type, kind) => {
  test.each(PAIRS)("$calls at once, in an overlap: $overlap", async ({ overlap, calls, outcomes }) => {
    const created = await kind.create(ctx);
    const { id } = created;
    const secrets = [secretOf(created)];
    if (overlap) secrets.push(secretOf(await kind.rotate(ctx, id, { overlapSeconds: HOUR })));
    const results = await atOnce<string | Answer>(
      { table: kind.table, column: "id", value: id },
      calls.map((call) => () => CALLS[call](kind, ctx, id).catch((error: AppError) => error.code)),
    );
    expect(results.map((result) => (typeof result === "string" ? result : "done"))).toEqual(outcomes);
    for (const result of results) if (isCreated(result)) secrets.push(secretOf(result));

    const end = await followOverlap(type, id);
    const [present = "", previous = "", ...older] = secrets.toReversed();
    expect(await kind.works(id, present)).toBe(true);
    expect(await kind.works(id, previous)).toBe(end !== null);
    for (const secret of older) expect(await kind.works(id, secret)).toBe(false);
  });

  test("an overlap is extended from now on while it lasts, and never brought back", async () => {
    const { id } = await kind.create(ctx);
    await kind.rotate(ctx, id, { overlapSeconds: HOUR });
    const extended = await kind.extend(ctx, id, { overlapSeconds: DAY });
    const end = await followOverlap(type, id);
    expect(endOf(extended)).toBe(end);
    expect(Math.abs(Date.parse(end ?? "") - Date.now() - DAY * 1000)).toBeLessThan(60_000);
    const ended = await kind.end(ctx, id);
    expect(endOf(ended)).toBeNull();
    expect(await kind.end(ctx, id)).toEqual(ended);
    await expect(kind.extend(ctx, id, { overlapSeconds: WEEK })).rejects.toMatchObject({ code: "conflict" });
  });

  test("only those of the organization who may write rotate, extend and end", async () => {
    const { id } = await kind.create(ctx);
    await kind.rotate(ctx, id, { overlapSeconds: HOUR });
    const stranger = createContext(await createUser(await createOrganization()));
    const reader = createContext(admin, {
      permissions: ["tokens:read", "incoming_webhooks:read", "subscriptions:read", "oauth_clients:read"],
    });
    for (const call of Object.values(CALLS)) {
      await expect(call(kind, stranger, id)).rejects.toMatchObject({ code: "not_found" });
      await expect(call(kind, reader, id)).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  test("with the old secret of a token one ends an overlap, and neither rotates nor extends", async () => {
    const { id: tokenId } = await createToken(ctx, { name: "Leaver", scopes: ["tokens:write"] });
    const actor = { type: "token" as const, tokenId, userId: admin.id, name: "Leaver", isOldSecret: true };
    const leaver: Context = { ...ctx, actor };
    const { id } = await kind.create(ctx);
    await expect(CALLS.rotate(kind, leaver, id)).rejects.toMatchObject({ code: "forbidden" });
    await kind.rotate(ctx, id, { overlapSeconds: HOUR });
    await expect(CALLS.extend(kind, leaver, id)).rejects.toMatchObject({ code: "forbidden" });
    expect(endOf(await kind.end(leaver, id))).toBeNull();
  });
});

function withSecret({ clientSecret = "", ...client }: CreatedOAuthClient): Created {
  return { ...client, secret: clientSecret };
}

function isCreated(result: string | Answer): result is Created {
  return typeof result !== "string" && ("token" in result || "secret" in result);
}

function secretOf(created: Created): string {
  return "token" in created ? created.token : created.secret;
}

function endOf({ previousExpiresAt, previousSecretExpiresAt }: Answer): string | null {
  return previousExpiresAt ?? previousSecretExpiresAt ?? null;
}

/** Until when the log says that the old one works: each entry has to start where the one before it ended. */
async function followOverlap(type: string, id: string): Promise<string | null> {
  const rows = await database()
    .select({ changes: auditLog.changes })
    .from(auditLog)
    .where(and(eq(auditLog.targetType, type), eq(auditLog.targetId, id)))
    .orderBy(auditLog.id);
  let end: string | null = null;
  for (const { changes } of rows) {
    const { previousExpiresAt, previousSecretExpiresAt } = changesSchema.parse(JSON.parse(changes));
    const change = previousExpiresAt ?? previousSecretExpiresAt;
    if (!change) continue;
    expect(change.from).toBe(end);
    end = change.to;
  }
  return end;
}
