import "server-only";
import { env } from "@/lib/env";
import { DAY_MS } from "@/lib/time";

/** RFC 9116 wants a date less than a year ahead, by which a copy elsewhere counts as old. */
const GOOD_FOR_DAYS = 180;

/** Where to report a weakness of this installation (RFC 9116); null where the settings name nobody. */
export function securityTxt(now: Date): string | null {
  if (env.SECURITY_CONTACT === undefined) return null;
  const expires = new Date(now.getTime() + GOOD_FOR_DAYS * DAY_MS);
  const fields = {
    Contact: env.SECURITY_CONTACT,
    Expires: `${expires.toISOString().slice(0, 10)}T00:00:00Z`,
    "Preferred-Languages": "en",
    Canonical: new URL("/.well-known/security.txt", env.APP_URL).href,
  };
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join("");
}
