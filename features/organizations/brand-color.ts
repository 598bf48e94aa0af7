export const BRAND_COLOR = /^#[0-9a-f]{6}$/;

/** As it is stored. */
export function brandColorOf(typed: string): string {
  return typed.trim().toLowerCase();
}
