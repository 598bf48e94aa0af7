import "server-only";
import { eq } from "drizzle-orm";
import { database } from "@/db/client";
import { organizations } from "@/db/schema";
import type { Organization } from "@/features/organizations/schema";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";

export async function getOrganization(ctx: Context): Promise<Organization> {
  authorize(ctx, "team:read");
  const [organization] = await database()
    .select({
      id: organizations.id,
      name: organizations.name,
      timeZone: organizations.timeZone,
      brandColor: organizations.brandColor,
      onClosed: organizations.onClosed,
    })
    .from(organizations)
    .where(eq(organizations.id, ctx.organizationId));
  if (!organization) throw new NotFoundError("organization");
  return organization;
}
