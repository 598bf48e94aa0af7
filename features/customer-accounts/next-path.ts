import { safeNextPath } from "@/features/auth/next-path";

/** Where to go on after signing in: a page for customers, or none. */
export function customerPath(target: string | null | undefined): string | null {
  const path = safeNextPath(target);
  return /^\/(oauth\/|account([/?]|$))/.test(path) ? path : null;
}
