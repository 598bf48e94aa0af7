import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { afterCommit, currentTransaction, database } from "@/db/client";
import { mails } from "@/db/schema";
import { applyChange } from "@/features/audit/change";
import { MAIL, writeMail } from "@/features/mails/change";
import { OBSTACLE_SENTENCES } from "@/features/mails/obstacles";
import { planMail } from "@/features/mails/plan";
import { findMailByMessageId } from "@/features/mails/queries";
import { readRecipient } from "@/features/mails/recipient";
import type { Mail, ReportBounce } from "@/features/mails/schema";
import { authorize, type Context } from "@/lib/context";
import { ConflictError } from "@/lib/errors";

/**
 * Sends a mail now, to the address that its customer has today: one more attempt, under the same Message-ID. An address that had refused
 * mail is tried again from now on. Throws ConflictError while it is under way, or what stands in its way is still there.
 */
export async function resendMail(ctx: Context, id: string): Promise<Mail> {
  authorize(ctx, "mails:write");
  return applyChange(ctx, MAIL, id, async ({ before }) => {
    if (before.status === "waiting" || before.status === "sending")
      throw new ConflictError("It is on its way already. Wait for the result.");
    const { email, obstacle } = await readRecipient(ctx.organizationId, before.ticket.id);
    if (obstacle !== null && obstacle !== "address_bounced")
      throw new ConflictError(`${OBSTACLE_SENTENCES[obstacle]} Then send it again.`);
    return {
      action: "mail.resent",
      write: async () => {
        if (email) await unblock(ctx, email);
        const dueAt = new Date();
        const set = { status: "waiting" as const, obstacle: null, error: null, abandonedCount: 0, dueAt };
        await writeMail(ctx, id, { ...set, dueAt: sql`now()` });
        afterCommit(() => planMail(id, dueAt));
      },
    };
  });
}

/** What a mail provider learns after it took the mail. The same report twice changes nothing. */
export async function reportBounce(ctx: Context, { messageId, kind, reason }: ReportBounce): Promise<Mail> {
  authorize(ctx, "mails:write");
  const id = await findMailByMessageId(ctx, messageId);
  return applyChange(ctx, MAIL, id, ({ before }) => {
    // What waits is being tried once more, and that one's result counts.
    if (before.status !== "sent" || before.email === null) return null;
    return {
      action: "mail.bounced",
      write: () =>
        writeMail(ctx, id, { status: "bounced", error: reason, blocksAddress: kind === "permanent" }),
    };
  });
}

/** Of two that are resent at once each leaves the other's row alone, which that one unblocks itself. */
async function unblock(ctx: Context, email: string): Promise<void> {
  const blocking = currentTransaction()
    .select({ id: mails.id })
    .from(mails)
    .where(
      and(
        eq(mails.organizationId, ctx.organizationId),
        eq(mails.email, email),
        eq(mails.blocksAddress, true),
      ),
    )
    .for("update", { skipLocked: true });
  await database().update(mails).set({ blocksAddress: false }).where(inArray(mails.id, blocking));
}
