import "server-only";
import { and, eq } from "drizzle-orm";
import { database } from "@/db/client";
import { customerIdentities } from "@/db/schema";
import { applyChange } from "@/features/audit/change";
import { changesBetween } from "@/features/audit/record";
import { CUSTOMER, describedOf, stateOf } from "@/features/customers/change";
import { noteDuplicate } from "@/features/customers/duplicates";
import { isIdentity } from "@/features/customers/identities";
import { updateCustomer } from "@/features/customers/service";
import { clientEvent } from "@/features/events/client-event";
import { storeEvents } from "@/features/events/publish";
import type { Context } from "@/lib/context";

/**
 * Gives an address to the customer who has proved that it is theirs. That another one was recognised by it may mean that the two are one, which
 * is for people to say. In the surrounding transaction, which has locked the address and both customers.
 */
export async function moveAddress(
  ctx: Context,
  email: string,
  { fromId, toId }: { fromId: string; toId: string },
): Promise<void> {
  await applyChange(ctx, CUSTOMER, fromId, ({ before }) => ({
    action: "customer.updated",
    write: () =>
      database()
        .update(customerIdentities)
        .set({ customerId: toId })
        .where(
          and(
            eq(customerIdentities.organizationId, ctx.organizationId),
            isIdentity({ kind: "email", value: email }),
          ),
        ),
    tell: (after) =>
      storeEvents(ctx, [
        clientEvent("client.updated", describedOf(after), {
          externalId: after.externalIds[0] ?? null,
          changed: changesBetween(stateOf(before), stateOf(after)),
        }),
      ]),
  }));
  await updateCustomer(ctx, toId, { email });
  await noteDuplicate(ctx, toId, fromId);
}
