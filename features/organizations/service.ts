import "server-only";
import { eq } from "drizzle-orm";
import { database } from "@/db/client";
import { organizations } from "@/db/schema";
import { applyChange } from "@/features/audit/change";
import { changesBetween } from "@/features/audit/record";
import { changeableOrganization } from "@/features/organizations/change";
import { getOrganization } from "@/features/organizations/queries";
import type { Organization, UpdateOrganization } from "@/features/organizations/schema";
import { authorize, type Context } from "@/lib/context";

/** What is left out of the input stays. */
export function updateOrganization(ctx: Context, input: UpdateOrganization): Promise<Organization> {
  authorize(ctx, "team:write");
  return applyChange(ctx, ORGANIZATION, ctx.organizationId, ({ before }) => {
    const next = { ...before, ...input };
    if (Object.keys(changesBetween(before, next)).length === 0) return null;
    return {
      action: "organization.updated",
      write: () =>
        database()
          .update(organizations)
          .set({
            name: next.name,
            timeZone: next.timeZone,
            brandColor: next.brandColor,
            onClosed: next.onClosed,
          })
          .where(eq(organizations.id, ctx.organizationId)),
    };
  });
}

const ORGANIZATION = changeableOrganization(getOrganization);
