import "server-only";
import { and, eq } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { database } from "@/db/client";
import { echoReceivers } from "@/db/schema";
import type { Changeable } from "@/features/audit/change";
import { changesBetween } from "@/features/audit/record";
import { getEchoReceiver } from "@/features/echo/queries";
import type { EchoReceiver } from "@/features/echo/schema";
import type { Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";

export const ECHO_RECEIVER: Changeable<string, EchoReceiver> = {
  lock: lockReceiver,
  read: getEchoReceiver,
  target: ({ id, name }) => ({ type: "echo_receiver", id, name }),
  difference: (before, after) => changesBetween(auditedFields(before), auditedFields(after)),
};

function auditedFields({ name, answer }: EchoReceiver) {
  return { name, answer };
}

export async function writeReceiver(
  ctx: Context,
  id: string,
  set: PgUpdateSetSource<typeof echoReceivers>,
): Promise<void> {
  await database().update(echoReceivers).set(set).where(isOwnReceiver(ctx, id));
}

/** As it is, and as it stays until the transaction ends. */
async function lockReceiver(ctx: Context, id: string): Promise<{ before: EchoReceiver }> {
  const [row] = await database()
    .select({ id: echoReceivers.id })
    .from(echoReceivers)
    .where(isOwnReceiver(ctx, id))
    .for("update");
  if (!row) throw new NotFoundError("echo receiver");
  return { before: await getEchoReceiver(ctx, id) };
}

export function isOwnReceiver({ organizationId }: Context, id: string) {
  return and(eq(echoReceivers.organizationId, organizationId), eq(echoReceivers.id, id));
}
