import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, isNotNull } from "drizzle-orm";
import { afterCommit, database, transaction } from "@/db/client";
import { users } from "@/db/schema";
import { type Entry, enter } from "@/features/auth/enter";
import { signInLinkHref } from "@/features/auth/links";
import { recordSignIn } from "@/features/auth/record-sign-in";
import type { Visitor } from "@/features/auth/session";
import { grantOnce, type RateLimit, takeFromRateLimit, takeGrant } from "@/features/limits/rate-limit";
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
export function signInWithLink(token: string, visitor: Visitor): Promise<Entry | null> {
  return transaction(async () => {
    const [, owner] = FORMAT.exec(token) ?? [];
    if (owner === undefined || !(await takeGrant(LINK, token))) return null;
    const userId = Number(owner);
    const entry = await enter(userId, visitor, { proof: "own", authenticatedAt: NEVER });
    if (entry) await recordSignIn(userId, visitor, { action: "session.link_used", onlyOpen: true });
    return entry;
  });
}

async function mailLink({ id, email }: Account, client: Client): Promise<void> {
  if (!(await takeFromRateLimit(PER_ACCOUNT, email, 1))) return;
  const token = `rpl_sl_${id}_${randomBytes(32).toString("base64url")}`;
  await transaction(async () => {
    // Who signs in through a provider only is not kept waiting by whoever guesses passwords.
    const withPassword = await database()
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.id, id), isNotNull(users.passwordHash)));
    if (withPassword.length === 0) return;
    if (!(await recordSignIn(id, client, { action: "session.link_sent", onlyOpen: true }))) return;
    await grantOnce(LINK, token);
    afterCommit(() => sendMails([{ to: email, ...textOf(token) }]));
  });
}

function textOf(token: string) {
  return {
    subject: "Your link to sign in to Replify",
    text: [
      "Somebody has tried several wrong passwords for your account, so attempts from new places have to wait. Nobody got in, and your password still works where you have signed in before.",
      `If you can't sign in because of it, use this link:\n${env.APP_URL}${signInLinkHref(token)}`,
      `It is for you alone and works once, for ${LINK_MINUTES} minutes. If it was not you, there is nothing to do.`,
    ].join("\n\n"),
  };
}
