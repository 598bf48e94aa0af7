import "server-only";
import { transaction } from "@/db/client";
import { recordAudit } from "@/features/audit/record";
import { customerTarget } from "@/features/customers/audit-target";
import { lockCustomers, readLiving } from "@/features/customers/change";
import { dismissPairs } from "@/features/customers/duplicates";
import { readCustomer } from "@/features/customers/queries";
import type { Customer } from "@/features/customers/schema";
import { authorize, type Context } from "@/lib/context";
import { InvalidFieldError, NotFoundError } from "@/lib/errors";

/** Says that two customers are two people. The hint goes from both; saying so again changes nothing. */
export async function dismissDuplicate(ctx: Context, id: string, otherId: string): Promise<Customer> {
  authorize(ctx, "customers:write");
  return transaction(async () => {
    await lockCustomers(ctx, [id, otherId]);
    await readLiving(ctx, id);
    await assertOther(ctx, otherId);
    if (await dismissPairs(ctx, id, otherId)) {
      await recordAudit(ctx, {
        action: "customer.duplicate_dismissed",
        target: customerTarget(id),
        changes: { duplicateOf: { from: otherId, to: null } },
      });
    }
    return readCustomer(ctx, id);
  });
}

async function assertOther(ctx: Context, otherId: string): Promise<void> {
  try {
    await readCustomer(ctx, otherId);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    throw new InvalidFieldError("customerId", "No such customer. possibleDuplicates lists them.");
  }
}
