/** Resources that tokens and roles are granted access to. `write` includes `read`. */
export const RESOURCES = [
  "events",
  "subscriptions",
  "deliveries",
  "incoming_webhooks",
  "tokens",
  "oauth_clients",
  "tickets",
  "chats",
  "customers",
  "mails",
  "team",
  "audit_log",
] as const;

export type Resource = (typeof RESOURCES)[number];
export type Scope = `${Resource}:${"read" | "write"}`;

export const SCOPES: readonly Scope[] = RESOURCES.flatMap((resource): Scope[] => [
  `${resource}:read`,
  `${resource}:write`,
]);

/** What no token does: people alone change people, and Replify alone writes the audit log. One that lists such a scope gets the reading that goes with it. */
const PEOPLE_ONLY: ReadonlySet<string> = new Set<Scope>(["team:write", "audit_log:write"]);

/** The scopes that a token can use. */
export const TOKEN_SCOPES: readonly Scope[] = SCOPES.filter((scope) => !isForPeople(scope));

export function isForPeople(scope: string): boolean {
  return PEOPLE_ONLY.has(scope);
}

export function isScope(value: string): value is Scope {
  return (SCOPES as readonly string[]).includes(value);
}

/** Adds the `read` that every `write` implies. */
export function expandScopes(scopes: Iterable<Scope>): Set<Scope> {
  const expanded = new Set<Scope>();
  for (const scope of scopes) {
    expanded.add(scope);
    const [resource, access] = scope.split(":") as [Resource, "read" | "write"];
    if (access === "write") expanded.add(`${resource}:read`);
  }
  return expanded;
}

/** One scope per resource, as strong as it may be: `write` stands for `read` as well. */
export function strongestScopes(scopes: Iterable<Scope>): Scope[] {
  const given = expandScopes(scopes);
  return RESOURCES.flatMap((resource): Scope[] => {
    if (given.has(`${resource}:write`)) return [`${resource}:write`];
    return given.has(`${resource}:read`) ? [`${resource}:read`] : [];
  });
}
