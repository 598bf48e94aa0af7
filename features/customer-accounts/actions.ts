"use server";

import { redirect } from "next/navigation";
import { accountHref } from "@/features/account/links";
import { formText } from "@/features/auth/form-text";
import { changeAddressByLink, findAddressChange } from "@/features/customer-accounts/change-address";
import { confirmByLink, findVerification, sendVerificationAgain } from "@/features/customer-accounts/confirm";
import { findDesk } from "@/features/customer-accounts/desk";
import { answer, parsed, refused } from "@/features/customer-accounts/form";
import type { AccountFormState } from "@/features/customer-accounts/form-state";
import { acceptInvitation } from "@/features/customer-accounts/invite";
import {
  addressChangedHref,
  addressVerifiedHref,
  customerInvitationAcceptedHref,
  customerSignInHref,
  passwordResetHref,
} from "@/features/customer-accounts/links";
import { customerPath } from "@/features/customer-accounts/next-path";
import type { Account } from "@/features/customer-accounts/queries";
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
import { type CustomerSession, createCustomerSession } from "@/features/customer-accounts/session";
import {
  currentCustomer,
  readCustomerCookie,
  requestClient,
  setCustomerCookie,
  signedInCustomer,
  signOutCustomer,
} from "@/features/customer-accounts/session-cookie";
import { checkPassword, enter, verifyAccount } from "@/features/customer-accounts/sign-in";
import { requestSignInLink, signInByLink } from "@/features/customer-accounts/sign-in-link";
import { deviceHref } from "@/features/oauth/links";
import { AppError, InvalidFieldError } from "@/lib/errors";

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

export async function askForSignInLink(
  previous: AccountFormState,
  form: FormData,
): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const { email } = parsed(emailOnlySchema, form, ["email"]);
    await requestSignInLink(await deskOf(form), email, await requestClient());
    return { isSent: true };
  });
}

/** Takes a click, so that a program that looks at links in mails uses none up. */
export async function takeSignInLink(previous: AccountFormState, form: FormData): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const token = formText(form, "token");
    const cookie = await signInByLink(token, await requestClient(), await readCustomerCookie());
    if (!cookie) return refused("This link was used already, or is too old. Ask for a new one.");
    await setCustomerCookie(cookie);
    return redirect(accountHref());
  });
}

export async function setNewPassword(previous: AccountFormState, form: FormData): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const { password } = parsed(newPasswordFormSchema, form, ["password"]);
    const { accountId } = await resetPassword(formText(form, "token"), password, await requestClient());
    await signIn(accountId);
    return redirect(passwordResetHref());
  });
}

/** Takes the account's password, unless its owner is signed in to this browser: a click alone would confirm what a stranger registered. */
export async function confirmEmail(previous: AccountFormState, form: FormData): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const token = formText(form, "token");
    const [account, client] = [await findVerification(token), await requestClient()];
    const session = account && (await proveOwner(account, form));
    await confirmByLink(token, client);
    if (account && !session) await signIn(account.id);
    return redirect(addressVerifiedHref());
  });
}

/** As `confirmEmail`, for an address that an account is to have from now on. */
export async function confirmNewAddress(
  previous: AccountFormState,
  form: FormData,
): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const token = formText(form, "token");
    const offered = await findAddressChange(token);
    const session = offered && (await proveOwner(offered.account, form));
    await changeAddressByLink(token, await requestClient());
    if (offered && !session) await signIn(offered.account.id);
    return redirect(addressChangedHref());
  });
}

/** The session of the account's owner in this browser, or null where the form holds the account's password instead. Throws without either. */
async function proveOwner(account: Account, form: FormData): Promise<CustomerSession | null> {
  const { organizationId, email } = account;
  const session = await currentCustomer(organizationId);
  if (session?.account.id === account.id) return session;
  const { password } = parsed(presentPasswordSchema, form, ["password"]);
  const proven = await checkPassword(organizationId, email, password, await requestClient());
  if (!proven) throw new InvalidFieldError("password", "That is not the password of this account.");
  return session;
}

export async function askForVerification(
  previous: AccountFormState,
  form: FormData,
): Promise<AccountFormState> {
  return answer(previous, form, async () => {
    const isForApp = formText(form, "client_id") !== "";
    const session = isForApp ? await currentCustomer(await deskOf(form)) : await signedInCustomer();
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
    return redirect(customerInvitationAcceptedHref());
  });
}

export async function signOutOfAccount(): Promise<void> {
  await signOutCustomer();
  redirect(customerSignInHref());
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

/** At which desk: that of the app that the page is about, if it is about one. */
async function deskOf(form: FormData): Promise<number> {
  const desk = await findDesk(formText(form, "client_id"));
  if (desk) return desk.id;
  throw new AppError(
    "not_found",
    "This app is not known here any more. Go back to your site and start again.",
  );
}

function pathOf(form: FormData): string {
  return customerPath(formText(form, "next")) ?? deviceHref();
}
