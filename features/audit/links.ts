/** What happened to one thing. */
export function auditOfHref(type: string, id: string): string {
  return `/settings/audit-log?target=${type}:${id}`;
}
