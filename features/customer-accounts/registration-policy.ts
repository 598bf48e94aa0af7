import "server-only";
import { eq } from "drizzle-orm";
import { database } from "@/db/client";
import { organizations } from "@/db/schema";
import { applyChange } from "@/features/audit/change";
import { readDesk } from "@/features/customer-accounts/queries";
import type { CustomerRegistration } from "@/features/customer-accounts/schema";
import { changeableOrganization } from "@/features/organizations/change";
import { authorize, type Context } from "@/lib/context";

export async function getCustomerRegistration(ctx: Context): Promise<CustomerRegistration> {
  authorize(ctx, "oauth_clients:read");
  const { registration } = await readDesk(ctx.organizationId);
  return { policy: registration };
}

/** Accounts that exist stay. Where only known customers may register, those with an unconfirmed address have to confirm it first. */
export async function updateCustomerRegistration(
  ctx: Context,
  { policy }: CustomerRegistration,
): Promise<CustomerRegistration> {
  authorize(ctx, "oauth_clients:write");
  const { registration } = await applyChange(ctx, DESK, ctx.organizationId, () => ({
    action: "customer_registration.updated",
    write: () =>
      database()
        .update(organizations)
        .set({ customerRegistration: policy })
        .where(eq(organizations.id, ctx.organizationId)),
  }));
  return { policy: registration };
}

const DESK = changeableOrganization((_, id) => readDesk(id));
