export function profileHref(): string {
  return "/settings/profile";
}
