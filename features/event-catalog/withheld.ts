import * as z from "zod";
import { readScopeOf } from "@/features/event-catalog/read-scopes";
import type { Context } from "@/lib/context";

export const withheldSchema = z
  .object({
    missingScope: z.string().meta({ example: "customers:read" }),
    detail: z.string(),
  })
  .nullable()
  .meta({
    description: "Why a payload is left out: the scope that would show it. null when nothing is.",
    example: null,
  });

export type Withheld = NonNullable<z.output<typeof withheldSchema>>;

/** Why the caller isn't shown what an event of this type holds; null when they are. */
export function withheldFrom(ctx: Context, type: string): Withheld | null {
  const missingScope = readScopeOf(type);
  if (ctx.permissions.has(missingScope)) return null;
  return {
    missingScope,
    detail: `Not shown: what an event of this type holds takes the scope ${missingScope}.`,
  };
}
