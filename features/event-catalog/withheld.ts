import { readScopeOf } from "@/features/event-catalog/read-scopes";
import type { Withheld } from "@/features/events/schema";
import type { Context } from "@/lib/context";

/** Why the caller isn't shown what an event of this type holds; null when they are. */
export function withheldFrom(ctx: Context, type: string): Withheld | null {
  const missingScope = readScopeOf(type);
  if (ctx.permissions.has(missingScope)) return null;
  return {
    missingScope,
    detail: `Not shown: what an event of this type holds takes the scope ${missingScope}.`,
  };
}
