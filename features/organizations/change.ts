import "server-only";
import { eq } from "drizzle-orm";
import { currentTransaction } from "@/db/client";
import { organizations } from "@/db/schema";
import type { Changeable } from "@/features/audit/change";
import { changesBetween } from "@/features/audit/record";
import type { Context } from "@/lib/context";

/** Settings of an organization, as `read` has them. */
export function changeableOrganization<Settings extends { id: number; name: string }>(
  read: (ctx: Context, id: number) => Promise<Settings>,
): Changeable<number, Settings> {
  return {
    async lock(ctx, id) {
      await currentTransaction()
        .select({ id: organizations.id })
        .from(organizations)
        .where(eq(organizations.id, id))
        .for("no key update");
      return { before: await read(ctx, id) };
    },
    read,
    target: ({ id, name }) => ({ type: "organization", id: String(id), name }),
    difference: changesBetween,
  };
}
