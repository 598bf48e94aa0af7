import type { Scope } from "@/lib/scopes";

/** Whether somebody signed in may add and change event types: with `team:write`, which is the one right that admins alone have. */
export function mayChangeCatalog(permissions: ReadonlySet<Scope>): boolean {
  return permissions.has("events:write") && permissions.has("team:write");
}
