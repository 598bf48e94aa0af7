import "server-only";
import { randomBytes } from "node:crypto";
import { count, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { currentTransaction, database, transaction } from "@/db/client";
import { echoReceivers } from "@/db/schema";
import { applyChange } from "@/features/audit/change";
import { recordAudit } from "@/features/audit/record";
import { ECHO_RECEIVER, isOwnReceiver, writeReceiver } from "@/features/echo/change";
import { getEchoReceiver } from "@/features/echo/queries";
import type { CreateEchoReceiver, EchoReceiver, UpdateEchoReceiver } from "@/features/echo/schema";
import { authorize, type Context } from "@/lib/context";
import { TooManyError } from "@/lib/errors";

/** Nobody guesses 192 random bits. */
const KEY_BYTES = 24;
/** Each keeps some megabytes. */
const MAX_RECEIVERS = 50;

export async function createEchoReceiver(ctx: Context, { name }: CreateEchoReceiver): Promise<EchoReceiver> {
  authorize(ctx, "subscriptions:write");
  return transaction(async () => {
    await assertRoom(ctx);
    const id = uuidv7();
    await database()
      .insert(echoReceivers)
      .values({
        id,
        organizationId: ctx.organizationId,
        name,
        key: randomBytes(KEY_BYTES).toString("base64url"),
      });
    await recordAudit(ctx, {
      action: "echo_receiver.created",
      target: { type: "echo_receiver", id, name },
    });
    return getEchoReceiver(ctx, id);
  });
}

export async function updateEchoReceiver(
  ctx: Context,
  id: string,
  { name, answer }: UpdateEchoReceiver,
): Promise<EchoReceiver> {
  authorize(ctx, "subscriptions:write");
  const columns = {
    ...(name !== undefined && { name }),
    ...(answer && {
      answerStatus: answer.status,
      retryAfterSeconds: answer.retryAfterSeconds,
      delaySeconds: answer.delaySeconds,
      answersLeft: answer.left,
    }),
  };
  return applyChange(ctx, ECHO_RECEIVER, id, () => {
    if (Object.keys(columns).length === 0) return null;
    return { action: "echo_receiver.updated", write: () => writeReceiver(ctx, id, columns) };
  });
}

/** Subscriptions that send here keep their target: their next delivery finds nobody, says so, and disables them. */
export async function deleteEchoReceiver(ctx: Context, id: string): Promise<void> {
  authorize(ctx, "subscriptions:write");
  await transaction(async () => {
    const { before } = await ECHO_RECEIVER.lock(ctx, id);
    await database().delete(echoReceivers).where(isOwnReceiver(ctx, id));
    await recordAudit(ctx, {
      action: "echo_receiver.deleted",
      target: { type: "echo_receiver", id, name: before.name },
    });
  });
}

/** One creation at a time, so that two can't both take the last place. */
async function assertRoom({ organizationId }: Context): Promise<void> {
  await currentTransaction().execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`echo_receivers|${organizationId}`}, 0))`,
  );
  const [row] = await database()
    .select({ taken: count() })
    .from(echoReceivers)
    .where(eq(echoReceivers.organizationId, organizationId));
  if (row && row.taken < MAX_RECEIVERS) return;
  throw new TooManyError(
    `There are ${MAX_RECEIVERS} echo receivers, which is the most an organization can have. Delete one that is not needed; one can take what several subscriptions send.`,
  );
}
