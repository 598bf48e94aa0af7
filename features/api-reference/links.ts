export function apiReferenceHref(): string {
  return "/settings/api/reference";
}
