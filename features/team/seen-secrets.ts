import "server-only";
import { and, desc, eq, isNull, lt, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import { database } from "@/db/client";
import { incomingWebhooks, memberships, subscriptions, users } from "@/db/schema";
import { isActiveAs } from "@/features/members/predicates";
import { isOverlapping } from "@/features/rotation/rotation";
import type { ListSeenSecretsQuery, SeenSecret } from "@/features/team/schema";
import { authorize, type Context } from "@/lib/context";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import type { Page } from "@/lib/pagination";

/**
 * The secrets of event subscriptions and incoming webhooks that people were shown and that are still in use. Nothing ends them by itself, as
 * that would cut outside systems off: whoever knows one that they should no longer know is a reason to rotate it.
 */
export async function listSeenSecrets(ctx: Context, query: ListSeenSecretsQuery): Promise<Page<SeenSecret>> {
  authorize(ctx, "team:write");
  const before = decodeIdCursor(query.cursor);
  const kinds = [
    database()
      .select({
        kind: sql<SeenSecret["kind"]>`'subscription'`.as("kind"),
        id: subscriptions.id,
        name: subscriptions.name,
        seenBy: subscriptions.secretSeenBy,
        isRotating: isOverlapping(subscriptions.previousSecretExpiresAt).as("rotating"),
      })
      .from(subscriptions)
      .where(seen(ctx, subscriptions, query, before)),
    database()
      .select({
        kind: sql<SeenSecret["kind"]>`'incoming_webhook'`.as("kind"),
        id: incomingWebhooks.id,
        name: incomingWebhooks.name,
        seenBy: incomingWebhooks.secretSeenBy,
        isRotating: isOverlapping(incomingWebhooks.previousSecretExpiresAt).as("rotating"),
      })
      .from(incomingWebhooks)
      .where(seen(ctx, incomingWebhooks, query, before)),
  ] as const;
  const secrets = unionAll(...kinds).as("secrets");
  const rows = await database()
    .select({
      kind: secrets.kind,
      id: secrets.id,
      name: secrets.name,
      isRotating: secrets.isRotating,
      seenBy: { id: users.id, name: users.name },
    })
    .from(secrets)
    .innerJoin(users, eq(users.id, secrets.seenBy))
    .orderBy(desc(secrets.id))
    .limit(query.limit + 1);
  return toPage(rows, { limit: query.limit, toItem: (row) => row, cursorOf: (row) => row.id });
}

/** Those of one user, or of all who are no longer active members. */
function seen(
  ctx: Context,
  table: typeof subscriptions | typeof incomingWebhooks,
  { userId }: ListSeenSecretsQuery,
  before: string | null,
): SQL | undefined {
  return and(
    eq(table.organizationId, ctx.organizationId),
    isNull(table.deletedAt),
    before ? lt(table.id, before) : undefined,
    userId === undefined
      ? sql`not exists (select 1 from ${memberships} m where m.organization_id = ${ctx.organizationId}
          and m.user_id = ${table.secretSeenBy} and ${sql.raw(isActiveAs("m"))})`
      : eq(table.secretSeenBy, userId),
  );
}
