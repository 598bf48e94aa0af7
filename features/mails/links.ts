/** The screens of mails. */

export function mailsHref(): string {
  return "/settings/mails";
}

export function mailHref(id: string): string {
  return `/settings/mails/${id}`;
}
