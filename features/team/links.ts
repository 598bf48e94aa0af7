export function teamHref(): string {
  return "/settings/team";
}

/** Where an invited person makes their account; the token is the right to do so. */
export function acceptInvitationHref(token: string): string {
  return `/invite/${token}`;
}
