import "server-only";
import { and, eq } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import { currentTransaction, database } from "@/db/client";
import { mails } from "@/db/schema";
import type { Changeable } from "@/features/audit/change";
import { changesBetween } from "@/features/audit/record";
import { readMail } from "@/features/mails/queries";
import type { Mail } from "@/features/mails/schema";
import type { Context } from "@/lib/context";

/** The log can't forget, so it tells neither the address nor what a mail server said of it. */
export const MAIL: Changeable<string, Mail> = {
  async lock(ctx, id) {
    await currentTransaction()
      .select({ id: mails.id })
      .from(mails)
      .where(ownMail(ctx, id))
      .for("no key update");
    return { before: await readMail(ctx, id) };
  },
  read: readMail,
  target: ({ id, ticket }) => ({ type: "mail", id, name: `#${ticket.number}` }),
  difference: (before, after) => changesBetween(auditedFields(before), auditedFields(after)),
};

export function writeMail(ctx: Context, id: string, set: PgUpdateSetSource<typeof mails>): Promise<unknown> {
  return database().update(mails).set(set).where(ownMail(ctx, id));
}

function ownMail(ctx: Context, id: string) {
  return and(eq(mails.organizationId, ctx.organizationId), eq(mails.id, id));
}

function auditedFields({ status, obstacle }: Mail) {
  return { status, obstacle };
}
