/** `next` is where it leads afterwards; `clientId` names the app whose desk it is about. */
export function customerSignInHref({ next, clientId }: { next?: string; clientId?: string } = {}): string {
  if (clientId) return `/account/sign-in?client_id=${encodeURIComponent(clientId)}`;
  return `/account/sign-in${next ? `?next=${encodeURIComponent(next)}` : ""}`;
}

/** Signs in by a link in a mail: asks for one, or takes the token of one. */
export function customerSignInLinkHref(clientId?: string): string {
  return `/account/sign-in/link${clientId ? `?client_id=${encodeURIComponent(clientId)}` : ""}`;
}

/** Where customers who forgot their password ask for a link. */
export function forgotPasswordHref(clientId = ""): string {
  return `/oauth/reset?client_id=${encodeURIComponent(clientId)}`;
}

/** With the token of a mail. */
export function resetPasswordHref(): string {
  return "/oauth/reset";
}

export function passwordResetHref(): string {
  return "/oauth/reset/done";
}

/** With the token of a mail. */
export function verifyAddressHref(): string {
  return "/oauth/verify";
}

export function addressVerifiedHref(): string {
  return "/oauth/verify/done";
}

/** With the token of a mail. */
export function changeAddressHref(): string {
  return "/account/confirm-address";
}

export function addressChangedHref(): string {
  return "/account/confirm-address/done";
}

/** With the token of a mail. */
export function customerInvitationHref(): string {
  return "/oauth/invitation";
}

export function customerInvitationAcceptedHref(): string {
  return "/oauth/invitation/done";
}
