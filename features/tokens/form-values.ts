import type { CreateToken, Token, UpdateToken } from "@/features/tokens/schema";
import { isScope, type Scope, strongestScopes } from "@/lib/scopes";
import { DAY_MS, formatDate } from "@/lib/time";

export const EXPIRIES = ["7", "30", "90", "365", "date", "never"] as const;
export type Expiry = (typeof EXPIRIES)[number];

export const ACCESS = ["full", "read", "custom"] as const;
export type Access = (typeof ACCESS)[number];

/** What the form edits: an expiry as people say it and networks as lines of text, where the API wants a moment and a list. */
export interface TokenFormValues {
  name: string;
  scopes: CreateToken["scopes"];
  expiry: Expiry;
  expiresOn: string;
  allowList: string;
}

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
    values: {
      name: textOf(search.name).slice(0, 120),
      scopes,
      ...parseExpiry(textOf(search.expires)),
      allowList: "",
    },
    access: scopes.length > 0 ? "custom" : null,
    refused: asked.filter((scope) => !held.has(scope)),
  };
}

/** The form of a token that is there already, its expiry as a day in the reader's own zone. */
export function formValuesOf({ name, scopes, expiresAt, allowedCidrs }: Token): TokenFormValues {
  return {
    name,
    scopes: strongestScopes(scopes),
    expiry: expiresAt === null ? "never" : "date",
    expiresOn: expiresAt === null ? "" : dayOf(new Date(expiresAt)),
    allowList: allowedCidrs.join("\n"),
  };
}

export function creationOf(form: TokenFormValues, now: number): CreateToken {
  const { name, scopes, allowList } = form;
  return { name, scopes, expiresAt: expiryMoment(form, now), allowedCidrs: networksIn(allowList) };
}

/** Only what was changed: the end of the day on which a token expires is not the moment at which it does. */
export function changesOf(form: TokenFormValues, before: TokenFormValues, now: number): UpdateToken {
  const isChanged = (field: keyof TokenFormValues) =>
    JSON.stringify(form[field]) !== JSON.stringify(before[field]);
  const isDayChanged = form.expiry === "date" && isChanged("expiresOn");
  return {
    ...(isChanged("name") && { name: form.name }),
    ...(isChanged("scopes") && { scopes: form.scopes }),
    ...((isChanged("expiry") || isDayChanged) && { expiresAt: expiryMoment(form, now) }),
    ...(isChanged("allowList") && { allowedCidrs: networksIn(form.allowList) }),
  };
}

/** The moment that the API is told; null for a token that never expires. What is no day stays as it is, for the API to refuse. */
export function expiryMoment({ expiry, expiresOn }: TokenFormValues, now: number): string | null {
  if (expiry === "never") return null;
  if (expiry === "date") return endOfDay(expiresOn)?.toISOString() ?? expiresOn;
  return new Date(now + Number(expiry) * DAY_MS).toISOString();
}

/** The end of the sentence about the token: "for 90 days", "until 20 Feb 2027", "and never expires". */
export function expiryPhrase({ expiry, expiresOn }: Pick<TokenFormValues, "expiry" | "expiresOn">): string {
  if (expiry === "never") return "and never expires";
  if (expiry === "365") return "for 1 year";
  if (expiry !== "date") return `for ${expiry} days`;
  return isDay(expiresOn) ? `until the end of ${formatDate(expiresOn)}` : "until a day to choose";
}

/** One per line; commas and blanks between them will do as well. */
export function networksIn(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

function parseExpiry(text: string): { expiry: Expiry; expiresOn: string } {
  if (isDay(text)) return { expiry: "date", expiresOn: text };
  const known = EXPIRIES.find((expiry) => expiry !== "date" && expiry === text);
  return { expiry: text === "none" ? "never" : (known ?? "90"), expiresOn: "" };
}

/** The last moment of a day in the reader's own zone. `Date` alone would read 31 February as 3 March. */
export function endOfDay(day: string): Date | null {
  return isDay(day) ? new Date(`${day}T23:59:59.999`) : null;
}

function dayOf(date: Date): string {
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0"));
  return `${String(date.getFullYear()).padStart(4, "0")}-${month}-${day}`;
}

/** `2027-02-20`, and a day that there is. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const midnight = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}

function textOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? "";
}
