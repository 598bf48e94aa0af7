import "server-only";
import { eq } from "drizzle-orm";
import { afterCommit, database } from "@/db/client";
import { organizations } from "@/db/schema";
import type { SentInvitation } from "@/features/team/schema";
import type { Context } from "@/lib/context";
import { isMailConfigured, onOneLine, sendMails } from "@/lib/mail";

/** Sent once the invitations are committed, without anyone waiting for it; returns whether there is a mail server at all. */
export async function mailInvitations(ctx: Context, sent: SentInvitation[]): Promise<boolean> {
  if (!isMailConfigured()) return false;
  const [organization] = await database()
    .select({ name: organizations.name })
    .from(organizations)
    .where(eq(organizations.id, ctx.organizationId));
  const inviter = onOneLine(ctx.actor.name);
  const name = onOneLine(organization?.name ?? "Replify");
  const messages = sent.map(({ email, role, url, expiresAt }) => ({
    to: email,
    subject: `Join ${name} on Replify`,
    text: [
      `${inviter} invites you to join ${name} on Replify as ${role}.`,
      `Accept the invitation here:\n${url}`,
      `The link is for you alone and works once, until ${expiresAt.slice(0, 16).replace("T", " ")} UTC. If you did not expect it, ignore this message.`,
    ].join("\n\n"),
  }));
  afterCommit(() => sendMails(messages));
  return true;
}
