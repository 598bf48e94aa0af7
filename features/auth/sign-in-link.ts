import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { afterCommit, type Transaction, transaction } from "@/db/client";
import { memberships, users } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { grantOnce, type RateLimit, takeFromRateLimit, takeGrant } from "@/features/auth/rate-limit";
import { createSession, type Visitor } from "@/features/auth/session";
import { systemContext } from "@/features/auth/system-context";
import type { Client } from "@/lib/context";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { isMailConfigured, sendMails } from "@/lib/mail";
import { NEVER } from "@/lib/time";

/** Whose it is, and 256 random bits. */
const FORMAT = /^rpl_sl_(\d{1,10})_[\w-]{43}$/;
const LINK_MINUTES = 60;
/** As long as a link works no second one is mailed, however long the attempts go on. */
const PER_ACCOUNT: RateLimit = { name: "sign-in:link", max: 1, windowSeconds: LINK_MINUTES * 60 };
const LINK: RateLimit = { name: "sign-in-link", max: 1, windowSeconds: LINK_MINUTES * 60 };

interface Account {
  id: number;
  email: string;
}

/** Mails the account a link, for its owner who is kept waiting by others. Never awaited: the time would tell whether the account exists. */
export function offerSignInLink(account: Account, { ip, userAgent }: Client): void {
  if (!isMailConfigured()) return;
  mailLink(account, { ip, userAgent }).catch((error: unknown) =>
    log.error({ err: error }, "could not offer a sign-in link"),
  );
}

/** Signs in whoever holds the link, once; null when it is used up, too old or of somebody disabled. It proves no more than a mailbox. */
export function signInWithLink(
  token: string,
  visitor: Visitor,
): Promise<{ userId: number; sessionId: string } | null> {
  return transaction(async (tx) => {
    const [, owner] = FORMAT.exec(token) ?? [];
    if (owner === undefined || !(await takeGrant(LINK, token))) return null;
    const userId = Number(owner);
    const sessionId = await createSession(userId, visitor, { authenticatedAt: NEVER });
    if (sessionId === null) return null;
    await recordFor(tx, userId, "session.link_used", visitor);
    return { userId, sessionId };
  });
}

async function mailLink({ id, email }: Account, client: Client): Promise<void> {
  if (!(await takeFromRateLimit(PER_ACCOUNT, email, 1))) return;
  const token = `rpl_sl_${id}_${randomBytes(32).toString("base64url")}`;
  await transaction(async (tx) => {
    // Who signs in through a provider only is not kept waiting by whoever guesses passwords.
    const withPassword = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.id, id), isNotNull(users.passwordHash)));
    if (withPassword.length === 0 || !(await recordFor(tx, id, "session.link_sent", client))) return;
    await grantOnce(LINK, token);
    afterCommit(() => sendMails([{ to: email, ...textOf(token) }]));
  });
}

function textOf(token: string) {
  return {
    subject: "Your link to sign in to Replify",
    text: [
      "Somebody has tried several wrong passwords for your account, so attempts from new places have to wait. Nobody got in, and your password still works where you have signed in before.",
      `If you can't sign in because of it, use this link:\n${env.APP_URL}/sign-in/link/${token}`,
      `It is for you alone and works once, for ${LINK_MINUTES} minutes. If it was not you, there is nothing to do.`,
    ].join("\n\n"),
  };
}

/** In every organization that lets the person in; false if there is none. */
async function recordFor(
  tx: Transaction,
  userId: number,
  action: string,
  { ip, userAgent }: Client,
): Promise<boolean> {
  const belongsTo = await tx
    .select({ organizationId: memberships.organizationId, name: users.name })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.userId, userId), isNull(memberships.disabledAt)));
  for (const { organizationId, name } of belongsTo)
    await recordAudit(
      tx,
      { ...systemContext("sign-in", organizationId), ip, userAgent },
      { action, target: { type: "user", id: String(userId), name } },
    );
  return belongsTo.length > 0;
}
