import type * as z from "zod";
import type { OAUTH_CLIENT_TYPES, OAUTH_GRANTS, OAUTH_SCOPES } from "@/db/enums";
import { OAUTH_CLIENT_DEFAULTS } from "@/features/oauth-clients/defaults";
import type {
  createOAuthClientSchema,
  OAuthClient,
  updateOAuthClientSchema,
} from "@/features/oauth-clients/schema";
import { changedFields } from "@/lib/changed-fields";
import type { Issue } from "@/lib/errors";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "@/lib/time";

/** What the form edits: rows and texts, with lifetimes in units that people use. */
export interface ClientFormValues {
  name: string;
  publisher: string;
  type: (typeof OAUTH_CLIENT_TYPES)[number];
  redirectUris: { uri: string }[];
  grants: (typeof OAUTH_GRANTS)[number][];
  scopes: (typeof OAUTH_SCOPES)[number][];
  firstParty: boolean;
  accessTokenMinutes: string;
  refreshIdleDays: string;
  refreshAbsoluteDays: string;
  refreshGraceSeconds: string;
}

/** A field for each lifetime of the API, and how many seconds one of it is. */
const LIFETIMES = {
  accessTokenSeconds: { field: "accessTokenMinutes", unit: MINUTE_MS / SECOND_MS },
  refreshIdleSeconds: { field: "refreshIdleDays", unit: DAY_MS / SECOND_MS },
  refreshAbsoluteSeconds: { field: "refreshAbsoluteDays", unit: DAY_MS / SECOND_MS },
  refreshGraceSeconds: { field: "refreshGraceSeconds", unit: 1 },
} as const;

type ClientInput = z.input<typeof createOAuthClientSchema>;
type ClientChanges = z.input<typeof updateOAuthClientSchema>;

export const EMPTY_VALUES: ClientFormValues = {
  name: "",
  publisher: "",
  type: "public",
  redirectUris: [{ uri: "" }],
  grants: ["authorization_code", "device_code", "refresh_token"],
  scopes: ["troubleshooter", "profile"],
  firstParty: OAUTH_CLIENT_DEFAULTS.firstParty,
  ...lifetimeTexts(OAUTH_CLIENT_DEFAULTS),
};

export function toFormValues(client: OAuthClient): ClientFormValues {
  const { redirectUris } = client;
  return {
    name: client.name,
    publisher: client.publisher ?? "",
    type: client.type,
    redirectUris: (redirectUris.length > 0 ? redirectUris : [""]).map((uri) => ({ uri })),
    grants: client.grants,
    scopes: client.scopes,
    firstParty: client.firstParty,
    ...lifetimeTexts(client),
  };
}

/** The body of a create. A number that cannot be read becomes NaN, which the schema refuses. */
export function toInput(values: ClientFormValues): ClientInput {
  return {
    name: values.name,
    publisher: values.publisher,
    type: values.type,
    redirectUris: urisOf(values),
    grants: values.grants,
    scopes: values.scopes,
    firstParty: values.firstParty,
    accessTokenSeconds: secondsOf(values, "accessTokenSeconds"),
    refreshIdleSeconds: secondsOf(values, "refreshIdleSeconds"),
    refreshAbsoluteSeconds: secondsOf(values, "refreshAbsoluteSeconds"),
    refreshGraceSeconds: secondsOf(values, "refreshGraceSeconds"),
  };
}

/** Fields that differ from what is stored; an empty object when nothing does. */
export function toChanges(values: ClientFormValues, stored: OAuthClient): ClientChanges {
  const { type: _, ...after } = toInput(values);
  return changedFields(after, toInput(toFormValues(stored)), comparable);
}

/** What the API takes, since it doesn't know that the form has a row for it. */
export function redirectIssues(values: ClientFormValues): Issue[] {
  if (!values.grants.includes("authorization_code") || urisOf(values).length > 0) return [];
  const message = "Enter where the browser returns to, or choose another way to connect.";
  return [{ path: "redirectUris.0", message }];
}

const PLAIN_FIELDS = ["name", "publisher", "type", "grants", "scopes", "firstParty"] as const;

type FormField =
  | (typeof PLAIN_FIELDS)[number]
  | (typeof LIFETIMES)[keyof typeof LIFETIMES]["field"]
  | `redirectUris.${number}.uri`;

/** Where in the form an issue of the API belongs; null when nowhere in particular. */
export function fieldOfIssue(path: string): FormField | null {
  const [root = "", row] = path.split(".");
  if (root === "redirectUris") return `redirectUris.${Number(row ?? 0)}.uri`;
  if (isLifetime(root)) return LIFETIMES[root].field;
  return PLAIN_FIELDS.find((field) => field === root) ?? null;
}

/** A single row that is left empty means none. */
function urisOf({ redirectUris }: ClientFormValues): string[] {
  const uris = redirectUris.map(({ uri }) => uri.trim());
  return uris.length === 1 && uris[0] === "" ? [] : uris;
}

type Lifetime = keyof typeof LIFETIMES;

function isLifetime(field: string): field is Lifetime {
  return Object.hasOwn(LIFETIMES, field);
}

function secondsOf(values: ClientFormValues, lifetime: Lifetime): number {
  const { field, unit } = LIFETIMES[lifetime];
  const text = values[field].trim();
  return /^\d{1,6}(\.\d{1,6})?$/.test(text) ? Math.round(Number(text) * unit) : Number.NaN;
}

function lifetimeTexts(seconds: Record<Lifetime, number>) {
  const textOf = (lifetime: Lifetime) =>
    String(Number((seconds[lifetime] / LIFETIMES[lifetime].unit).toFixed(6)));
  return {
    accessTokenMinutes: textOf("accessTokenSeconds"),
    refreshIdleDays: textOf("refreshIdleSeconds"),
    refreshAbsoluteDays: textOf("refreshAbsoluteSeconds"),
    refreshGraceSeconds: textOf("refreshGraceSeconds"),
  };
}

/** The order in which boxes were ticked says nothing. */
function comparable(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.toSorted() : value);
}
