/** Why single sign-on let nobody in; the code stands in the address of the sign-in page. */
const REFUSALS = {
  sso_incomplete:
    "Your provider did not say who you are. Its administrator has to allow the scopes openid, email and profile.",
  sso_unverified: "Your provider has not verified your email address. Verify it there, then try again.",
  sso_domain: "People with this email domain can't sign in here. Use your work account.",
  sso_not_invited: "You have no account here yet. Ask an admin to invite you.",
  sso_no_group: "None of your groups at the provider gives access. Ask whoever manages them.",
  sso_other_person: "You signed in at your provider as somebody else than here. Try again as yourself.",
  sso_not_asked: "Your provider did not have you sign in anew. Sign out there, then try again.",
  sso_disabled: "Your account here is disabled. An admin can enable it.",
} as const;

export type SignInRefusal = keyof typeof REFUSALS;

/** What to tell someone whose single sign-on failed; null without an error in the address. */
export function refusalText(code: string | null): string | null {
  if (code === null) return null;
  if (code in REFUSALS) return REFUSALS[code as SignInRefusal];
  return "Signing in with your provider did not work. Try again, or use your password.";
}
