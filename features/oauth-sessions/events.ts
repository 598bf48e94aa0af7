import "server-only";
import { eq, inArray } from "drizzle-orm";
import { currentTransaction } from "@/db/client";
import type { SessionEndReason } from "@/db/enums";
import { customerAccounts, customers, oauthClients, oauthSessions } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { clientEvent } from "@/features/events/client-event";
import { storeEvents } from "@/features/events/publish";
import type { Context } from "@/lib/context";

/** On record and to subscribers: that an app was connected. */
export async function announceConnected(ctx: Context, sessionId: string): Promise<void> {
  const told = await readSessions([sessionId]);
  for (const { session, app } of told) {
    await recordAudit(ctx, {
      action: "oauth_session.started",
      target: sessionTarget(session, app.name),
      changes: {
        origin: { from: null, to: session.origin },
        scopes: { from: null, to: session.scopes },
      },
    });
  }
  await storeEvents(ctx, told.map(connectedEvent));
}

/** The same of sessions that ended. */
export async function announceDisconnected(
  ctx: Context,
  sessionIds: string[],
  reason: SessionEndReason,
): Promise<void> {
  const told = await readSessions(sessionIds);
  for (const { session, app } of told) {
    await recordAudit(ctx, {
      action: "oauth_session.ended",
      target: sessionTarget(session, app.name),
      changes: { reason: { from: null, to: reason } },
    });
  }
  await storeEvents(
    ctx,
    told.map(({ customer, ...one }) =>
      clientEvent("client.disconnected", customer, {
        ...connectionOf(one),
        reason,
        disconnectedAt: new Date().toISOString(),
      }),
    ),
  );
}

/** "Acme Helper on shop.example". */
export function sessionTarget({ id, host }: { id: string; host: string | null }, appName: string) {
  return { type: "oauth_session", id, name: host === null ? appName : `${appName} on ${host}` };
}

type Told = Awaited<ReturnType<typeof readSessions>>[number];

function connectedEvent({ customer, ...one }: Told) {
  return clientEvent("client.connected", customer, connectionOf(one));
}

function connectionOf({ session, app }: Pick<Told, "session" | "app">) {
  const { id, scopes, host, origin, createdAt } = session;
  return { app, session: { id, scopes, host, origin, createdAt: createdAt.toISOString() } };
}

function readSessions(ids: string[]) {
  return currentTransaction()
    .select({
      session: oauthSessions,
      app: { clientId: oauthClients.clientId, name: oauthClients.name },
      customer: customers,
    })
    .from(oauthSessions)
    .innerJoin(oauthClients, eq(oauthClients.id, oauthSessions.clientId))
    .innerJoin(customerAccounts, eq(customerAccounts.id, oauthSessions.accountId))
    .innerJoin(customers, eq(customers.id, customerAccounts.customerId))
    .where(inArray(oauthSessions.id, ids))
    .orderBy(oauthSessions.id);
}
