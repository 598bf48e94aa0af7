import "server-only";
import { v7 as uuidv7 } from "uuid";
import { afterCommit, transaction } from "@/db/client";
import { hashNewPassword } from "@/features/auth/new-password";
import { systemContext } from "@/features/auth/system-context";
import { sendVerification } from "@/features/customer-accounts/confirm";
import { createAccount, type NewAccount } from "@/features/customer-accounts/create-account";
import { inBackground, takeMail } from "@/features/customer-accounts/link-mail";
import { type Desk, findAccount, readDesk } from "@/features/customer-accounts/queries";
import { offerReset } from "@/features/customer-accounts/reset-password";
import { findEmailOwner, lockIdentities } from "@/features/customers/identities";
import { consumeRateLimit } from "@/features/limits/rate-limit";
import { OAuthError } from "@/features/oauth-clients/oauth-error";
import type { Client, Context } from "@/lib/context";
import { limitedAddress } from "@/lib/limited-address";
import { HOUR_MS, SECOND_MS } from "@/lib/time";

const PER_ADDRESS = { name: "customer-register:address", max: 60, windowSeconds: HOUR_MS / SECOND_MS };

interface Registration {
  email: string;
  password: string;
  name?: string | undefined;
}

export interface Registered {
  customerId: string;
  email: string;
}

/**
 * Makes an account, and a customer of its own for it: whoever else the desk knows by that address stays apart until the address is confirmed.
 * The answer is the same for an address that has an account already, with an id that leads nowhere, and where only customers of the desk may
 * register, for one that it does not know: it must not tell strangers who is a customer here. The owner of the address is told by mail.
 */
export async function registerAccount(
  organizationId: number,
  { email, password, name }: Registration,
  client: Client,
): Promise<Registered> {
  const desk = await readDesk(organizationId);
  if (desk.registration === "invitation") throw invitationOnly();
  await consumeRateLimit(PER_ADDRESS, limitedAddress(client.ip), "Too many registrations from this address.");
  const owner = { email, name: name ?? "", organizationName: desk.name };
  const passwordHash = await hashNewPassword(password, owner);
  const ctx = { ...systemContext("registration", organizationId), ...client };
  const add = () => transaction(() => addAccount(ctx, desk, { email, passwordHash, name }));
  // Nobody signs in there before the mail, so nobody need wait: the time would tell who is a customer.
  if (desk.registration === "known") inBackground("register a customer", async () => void (await add()));
  const customerId = desk.registration === "known" ? null : await add();
  return { customerId: customerId ?? uuidv7(), email };
}

function invitationOnly(): OAuthError {
  const detail = "Accounts are made by invitation here. Ask the support team for one.";
  return new OAuthError("access_denied", detail, "forbidden");
}

/** Null where none is made. */
async function addAccount(ctx: Context, desk: Desk, wanted: NewAccount): Promise<string | null> {
  const { email } = wanted;
  // Of two for one address the second finds what the first has made.
  await lockIdentities(ctx, [{ kind: "email", value: email }]);
  const existing = await findAccount(desk.id, email);
  if (existing) {
    afterCommit(() => inBackground("mail to an account's owner", () => offerReset(existing, "registered")));
    return null;
  }
  if (desk.registration === "known" && !(await findEmailOwner(ctx, email))) return null;
  const account = await createAccount(ctx, wanted);
  if (await takeMail(desk.id, email)) await sendVerification(account, desk.name);
  return account.customerId;
}
