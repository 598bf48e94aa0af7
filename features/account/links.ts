/** The customer's own screens. */

export function accountHref(): string {
  return "/account";
}

export function accountTicketHref(id: string): string {
  return `/account/tickets/${id}`;
}

export function newAccountTicketHref(): string {
  return "/account/tickets/new";
}

export function accountSitesHref(): string {
  return "/account/sites";
}

export function accountProfileHref(): string {
  return "/account/profile";
}

export function accountExportHref(): string {
  return "/account/export";
}

export function deleteAccountHref(): string {
  return "/account/delete";
}

export function accountDeletedHref(): string {
  return "/account/deleted";
}

export function mailChoiceHref(token: string): string {
  return `/account/mails/${token}`;
}
