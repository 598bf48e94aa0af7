/** The screens of mails. */

export function mailHref(id: string): string {
  return `/settings/mails/${id}`;
}
