"use server";

import { redirect } from "next/navigation";
import type * as z from "zod";
import { formText, previousTries, refusalOf } from "@/features/auth/form-text";
import { confirmByLink, findVerification, sendVerificationAgain } from "@/features/customer-accounts/confirm";
import { type AccountFormState, START } from "@/features/customer-accounts/form-state";
import { acceptInvitation } from "@/features/customer-accounts/invite";
import { customerPath } from "@/features/customer-accounts/own-path";
import { registerAccount } from "@/features/customer-accounts/register";
import { requestReset, resetPassword } from "@/features/customer-accounts/reset-password";
import {
  credentialsSchema,
  emailOnlySchema,
  invitedSchema,
  newPasswordFormSchema,
  presentPasswordSchema,
  registrationSchema,
} from "@/features/customer-accounts/schema";
import { createCustomerSession } from "@/features/customer-accounts/session";
import {
  currentCustomer,
  readCustomerCookie,
  requestClient,
  setCustomerCookie,
  signOutCustomer,
} from "@/features/customer-accounts/session-cookie";
import { checkPassword, enter, verifyAccount } from "@/features/customer-accounts/sign-in";
import { findClient } from "@/features/oauth-clients/find-client";
import { AppError, InvalidFieldError, type Issue } from "@/lib/errors";

const WRONG = "Email or password is wrong.";

export async function signInCustomer(previous: AccountFormState, form: FormData): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const { email, password } = parsed(credentialsSchema, form, ["email", "password"]);
    const account = await verifyAccount(await deskOf(form), email, password, await requestClient());
    if (!account || !(await enter(account, () => signIn(account.id)))) return refused(WRONG);
    return redirect(pathOf(form));
  });
}

/** Who may sign in before the address is confirmed goes on at once; all others are told to look at their mail, whatever became of it. */
export async function registerCustomer(
  previous: AccountFormState,
  form: FormData,
): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const registration = parsed(registrationSchema, form, ["email", "password", "name"]);
    const [desk, client] = [await deskOf(form), await requestClient()];
    await registerAccount(desk, registration, client);
    const account = await verifyAccount(desk, registration.email, registration.password, client);
    if (!account || !(await enter(account, () => signIn(account.id)))) return { isSent: true };
    return redirect(pathOf(form));
  });
}

export async function askForReset(previous: AccountFormState, form: FormData): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const { email } = parsed(emailOnlySchema, form, ["email"]);
    await requestReset(await deskOf(form), email, await requestClient());
    return { isSent: true };
  });
}

export async function setNewPassword(previous: AccountFormState, form: FormData): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const { password } = parsed(newPasswordFormSchema, form, ["password"]);
    const { accountId } = await resetPassword(formText(form, "token"), password, await requestClient());
    await signIn(accountId);
    return redirect("/oauth/reset/done");
  });
}

/** Takes the account's password, unless its owner is signed in to this browser: a click alone would confirm what a stranger registered. */
export async function confirmEmail(previous: AccountFormState, form: FormData): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const token = formText(form, "token");
    const [account, client] = [await findVerification(token), await requestClient()];
    const session = account && (await currentCustomer(account.organizationId));
    if (account && session?.account.id !== account.id) {
      const { organizationId, email } = account;
      const { password } = parsed(presentPasswordSchema, form, ["password"]);
      const proven = await checkPassword(organizationId, email, password, client);
      if (!proven) throw new InvalidFieldError("password", "That is not the password of this account.");
    }
    await confirmByLink(token, client);
    if (account && !session) await signIn(account.id);
    return redirect("/oauth/verify/done");
  });
}

export async function askForVerification(
  previous: AccountFormState,
  form: FormData,
): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const session = await currentCustomer(await deskOf(form));
    if (!session) return refused("You were signed out. Reload this page to sign in.");
    await sendVerificationAgain(session.account);
    return { isSent: true };
  });
}

export async function acceptInvite(previous: AccountFormState, form: FormData): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const invited = parsed(invitedSchema, form, ["password", "name"]);
    const { accountId } = await acceptInvitation(formText(form, "token"), invited, await requestClient());
    await signIn(accountId);
    return redirect("/oauth/invitation/done");
  });
}

/** "Not you?" */
export async function switchAccount(form: FormData): Promise<void> {
  await signOutCustomer();
  redirect(pathOf(form));
}

async function signIn(accountId: string): Promise<boolean> {
  const cookie = await createCustomerSession(accountId, await requestClient(), await readCustomerCookie());
  if (cookie) await setCustomerCookie(cookie);
  return cookie !== null;
}

/** What came of a form: of all that can be refused, a sentence. A redirect passes. */
async function answer(
  previous: AccountFormState,
  form: FormData,
  work: () => Promise<Partial<AccountFormState>>,
): Promise<AccountFormState> {
  const values = { email: formText(form, "email"), name: formText(form, "name") };
  const failed = { ...START, tries: previousTries(previous) + 1, values };
  try {
    return { ...failed, ...(await work()) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.issues ? { ...failed, issues: error.issues } : { ...failed, error: refusalOf(error) };
  }
}

function refused(error: string): Partial<AccountFormState> {
  return { error };
}

/** Empty fields count as left out. */
function parsed<Schema extends z.ZodType>(
  schema: Schema,
  form: FormData,
  fields: string[],
): z.output<Schema> {
  const typed = fields.map((field) => [field, formText(form, field)] as const);
  const result = schema.safeParse(
    Object.fromEntries(typed.filter(([field, text]) => text || field !== "name")),
  );
  if (result.success) return result.data;
  const issues: Issue[] = result.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new AppError("invalid", "The form is not filled in.", { issues });
}

/** At which desk: that of the app that the page is about. */
async function deskOf(form: FormData): Promise<number> {
  const client = await findClient(formText(form, "client_id"));
  if (client) return client.organizationId;
  throw new AppError(
    "not_found",
    "This app is not known here any more. Go back to your site and start again.",
  );
}

function pathOf(form: FormData): string {
  return customerPath(formText(form, "next")) ?? "/oauth/device";
}
