import "server-only";
import { eq } from "drizzle-orm";
import { currentTransaction, transaction } from "@/db/client";
import { customerAccounts } from "@/db/schema";
import { offerAccount } from "@/features/customer-accounts/invite";
import { inBackground, sendLink, takeMail } from "@/features/customer-accounts/link-mail";
import { createLink, findLink, takeLink } from "@/features/customer-accounts/one-time-links";
import { type Account, findAccount, readDesk } from "@/features/customer-accounts/queries";
import { offerReset } from "@/features/customer-accounts/reset-password";
import { createCustomerSession } from "@/features/customer-accounts/session";
import { consumeRateLimit } from "@/features/limits/rate-limit";
import type { Client } from "@/lib/context";
import { limitedAddress } from "@/lib/limited-address";
import { onOneLine } from "@/lib/mail";
import { HOUR_MS, SECOND_MS } from "@/lib/time";

const PER_ADDRESS = { name: "customer-sign-in-link:address", max: 20, windowSeconds: HOUR_MS / SECOND_MS };

/**
 * Mails a link to sign in with, if there is such an account: nobody learns from here whether there is. Where its address is not confirmed,
 * somebody else may have made it and know its password, so the link that comes is one to set another. A customer without an account, say one
 * whose answers came by mail so far, gets a link to make it.
 */
export async function requestSignInLink(
  organizationId: number,
  email: string,
  client: Client,
): Promise<void> {
  await consumeRateLimit(PER_ADDRESS, limitedAddress(client.ip), "Too many links were asked for.");
  inBackground("send a link to sign in", async () => {
    const account = await findAccount(organizationId, email);
    if (account?.emailVerifiedAt) await mailSignInLink(account);
    else if (account) await offerReset(account, "unconfirmed");
    else await offerAccount(organizationId, email);
  });
}

/** Signs in whoever holds the link, once, and returns the cookie's value; null for one that was used, ended or is too old. */
export function signInByLink(
  token: string,
  client: Client,
  replaced: string | null = null,
): Promise<string | null> {
  return transaction(async () => {
    const link = await findLink("sign_in", token);
    if (!link?.accountId) return null;
    await lockAccount(link.accountId);
    if (!(await takeLink("sign_in", token))) return null;
    return createCustomerSession(link.accountId, client, replaced);
  });
}

async function mailSignInLink({ id: accountId, organizationId, email }: Account): Promise<void> {
  if (!(await takeMail(organizationId, email))) return;
  const desk = onOneLine((await readDesk(organizationId)).name);
  await transaction(async () => {
    const { url } = await createLink({ organizationId, purpose: "sign_in", email, accountId });
    sendLink({
      to: email,
      subject: `Sign in to ${desk}`,
      text: [
        `Somebody, probably you, asked for a link to sign in to ${desk}.`,
        `Open it to sign in:\n${url}`,
        "It is for you alone and works once, for 15 minutes. If it was not you, there is nothing to do.",
      ],
      url,
    });
  });
}

/** Before its links, as whoever replaces the password does: the link is taken before that, with a session that it ends, or not at all. */
async function lockAccount(id: string): Promise<void> {
  await currentTransaction()
    .select({ id: customerAccounts.id })
    .from(customerAccounts)
    .where(eq(customerAccounts.id, id))
    .for("no key update");
}
