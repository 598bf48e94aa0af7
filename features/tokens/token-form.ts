import * as z from "zod";
import { createTokenSchema } from "@/features/tokens/schema";
import { isScope, type Scope, strongestScopes } from "@/lib/scopes";
import { DAY_MS, formatDate } from "@/lib/time";

export const EXPIRIES = ["7", "30", "90", "365", "date", "never"] as const;
export type Expiry = (typeof EXPIRIES)[number];

export const ACCESS = ["full", "read", "custom"] as const;
export type Access = (typeof ACCESS)[number];

/** What the form edits: an expiry as people say it, where the API wants a moment. */
export const tokenFormSchema = createTokenSchema
  .pick({ name: true, scopes: true })
  .extend({ expiry: z.enum(EXPIRIES), expiresOn: z.string() })
  .superRefine(({ expiry, expiresOn }, check) => {
    if (expiry !== "date") return;
    const moment = endOfDay(expiresOn);
    const message = moment === null ? "Choose the last day." : "Choose a day that is not over.";
    if (moment === null || moment.getTime() <= Date.now())
      check.addIssue({ code: "custom", path: ["expiresOn"], message });
  });

export type TokenFormValues = z.input<typeof tokenFormSchema>;

export interface Prefill {
  values: TokenFormValues;
  access: Access | null;
  /** Asked for by the link, but beyond what the viewer may grant. */
  refused: Scope[];
}

/** Reads `?name=&scopes=&expires=` of a link; what it can't use counts as absent. */
export function parsePrefill(
  search: Record<string, string | string[] | undefined>,
  held: ReadonlySet<Scope>,
): Prefill {
  const asked = strongestScopes(
    textOf(search.scopes)
      .split(/[\s,]+/)
      .filter(isScope),
  );
  const scopes = asked.filter((scope) => held.has(scope));
  return {
    values: { name: textOf(search.name).slice(0, 120), scopes, ...parseExpiry(textOf(search.expires)) },
    access: scopes.length > 0 ? "custom" : null,
    refused: asked.filter((scope) => !held.has(scope)),
  };
}

/** The moment that the API is told; null for a token that never expires. */
export function expiryMoment({ expiry, expiresOn }: TokenFormValues, now: number): string | null {
  if (expiry === "never") return null;
  if (expiry === "date") return endOfDay(expiresOn)?.toISOString() ?? null;
  return new Date(now + Number(expiry) * DAY_MS).toISOString();
}

/** The end of the sentence about the token: "for 90 days", "until 20 Feb 2027", "and never expires". */
export function expiryPhrase({ expiry, expiresOn }: Pick<TokenFormValues, "expiry" | "expiresOn">): string {
  if (expiry === "never") return "and never expires";
  if (expiry === "365") return "for 1 year";
  if (expiry !== "date") return `for ${expiry} days`;
  return isDay(expiresOn) ? `until the end of ${formatDate(expiresOn)}` : "until a day to choose";
}

function parseExpiry(text: string): { expiry: Expiry; expiresOn: string } {
  if (isDay(text)) return { expiry: "date", expiresOn: text };
  const known = EXPIRIES.find((expiry) => expiry !== "date" && expiry === text);
  return { expiry: text === "none" ? "never" : (known ?? "90"), expiresOn: "" };
}

/** The last moment of a day in the reader's own zone. `Date` alone would read 31 February as 3 March. */
function endOfDay(day: string): Date | null {
  return isDay(day) ? new Date(`${day}T23:59:59.999`) : null;
}

function isDay(text: string): boolean {
  return z.iso.date().safeParse(text).success;
}

function textOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? "";
}
