import "server-only";
import { eq } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { customerIdentities, customers } from "@/db/schema";
import { applyChange } from "@/features/audit/change";
import { changesBetween, recordAudit } from "@/features/audit/record";
import { assertAccountsConfirmed, deleteAccounts } from "@/features/customers/accounts";
import { customerTarget } from "@/features/customers/audit-target";
import {
  CUSTOMER,
  type CustomerState,
  describedOf,
  lockCustomers,
  ownCustomer,
  stateOf,
} from "@/features/customers/change";
import {
  addIdentities,
  assertFree,
  identitiesIn,
  lockIdentities,
  replaceIdentities,
} from "@/features/customers/identities";
import { phoneIdentity } from "@/features/customers/phone";
import { readCustomer } from "@/features/customers/queries";
import type { CreateCustomer, Customer, UpdateCustomer } from "@/features/customers/schema";
import { clientEvent } from "@/features/events/client-event";
import { storeEvents } from "@/features/events/publish";
import { assertReferences } from "@/features/members/references";
import { authorize, type Context } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";

/** Adds a customer. Throws a conflict, naming the other customer, when an address or external id is theirs. */
export async function createCustomer(ctx: Context, input: CreateCustomer): Promise<Customer> {
  authorize(ctx, "customers:write");
  const { externalId, emails = [], externalIds: more = [], ...fields } = input;
  const externalIds = [...new Set([...(externalId ? [externalId] : []), ...more])];
  const email = input.email ?? emails[0] ?? null;
  const identities = identitiesIn({
    emails: [...new Set([...(email ? [email] : []), ...emails])],
    externalIds,
    phones: numbersOf(input.phone),
  });
  return transaction(async () => {
    await assertReferences(ctx, { agentId: input.agentId });
    await lockIdentities(ctx, identities);
    await assertFree(ctx, identities);
    const [row] = await database()
      .insert(customers)
      .values({ organizationId: ctx.organizationId, ...fields, email, tags: [...new Set(input.tags)] })
      .returning();
    if (!row) throw new Error("insert returned no row");
    await addIdentities(ctx, row.id, identities);
    await storeEvents(ctx, [clientEvent("client.created", row, { externalId: externalIds[0] ?? null })]);
    await recordAudit(ctx, { action: "customer.created", target: customerTarget(row.id) });
    return readCustomer(ctx, row.id);
  });
}

/** Changes a customer; what is left out of the input stays. */
export async function updateCustomer(ctx: Context, id: string, input: UpdateCustomer): Promise<Customer> {
  authorize(ctx, "customers:write");
  return changeCustomer(ctx, id, input);
}

/** `updateCustomer` for whoever may do so without a permission of their own. */
export async function changeCustomer(ctx: Context, id: string, input: UpdateCustomer): Promise<Customer> {
  return transaction(async () => {
    await assertReferences(ctx, { agentId: input.agentId });
    await lockIdentities(
      ctx,
      identitiesIn({
        emails: [...(input.emails ?? []), ...(input.email ? [input.email] : [])],
        externalIds: input.externalIds ?? [],
        phones: numbersOf(input.phone),
      }),
    );
    return applyChange(ctx, CUSTOMER, id, async ({ before }) => {
      const next = applied(before, input);
      if (Object.keys(changesBetween(stateOf(before), next)).length === 0) return null;
      if (identitiesIn(next).length > 0) await assertAccountsConfirmed(ctx, [id]);
      return {
        action: "customer.updated",
        write: () => writeState(ctx, id, next),
        tell: (after) =>
          storeEvents(ctx, [
            clientEvent("client.updated", describedOf(after), {
              externalId: after.externalIds[0] ?? null,
              changed: changesBetween(stateOf(before), stateOf(after)),
            }),
          ]),
      };
    });
  });
}

async function writeState(ctx: Context, id: string, state: CustomerState): Promise<void> {
  await replaceIdentities(ctx, id, identitiesIn(state));
  const { emails: _, phones: __, externalIds: ___, ...columns } = state;
  await database().update(customers).set(columns).where(ownCustomer(ctx, id));
}

/** Takes a customer off the lists. Their addresses are free again; tickets and chats stay under their name. */
export async function deleteCustomer(ctx: Context, id: string): Promise<void> {
  authorize(ctx, "customers:write");
  await transaction(async () => {
    await lockCustomers(ctx, [id]);
    const { erasedAt } = await readCustomer(ctx, id);
    if (erasedAt) throw new NotFoundError("customer");
    const deletedAt = new Date();
    const [row] = await database()
      .update(customers)
      .set({ deletedAt })
      .where(ownCustomer(ctx, id))
      .returning();
    if (!row) throw new NotFoundError("customer");
    await deleteAccounts(ctx, [id]);
    await database().delete(customerIdentities).where(eq(customerIdentities.customerId, id));
    await storeEvents(ctx, [clientEvent("client.deleted", row, { deletedAt: deletedAt.toISOString() })]);
    await recordAudit(ctx, { action: "customer.deleted", target: customerTarget(id) });
  });
}

/** The address to show is always one of those that the customer is recognised by. */
function applied(before: Customer, input: UpdateCustomer): CustomerState {
  const old = stateOf(before);
  const dropped = input.email === null && !input.emails ? old.email : null;
  const listed = input.emails ?? old.emails.filter((email) => email !== dropped);
  const emails = [...new Set([...listed, ...(input.email ? [input.email] : [])])];
  const shown = input.email === undefined ? old.email : input.email;
  return {
    name: given(input.name, old.name),
    email: shown !== null && emails.includes(shown) ? shown : (emails[0] ?? null),
    emails,
    phone: given(input.phone, old.phone),
    phones: input.phone === undefined ? old.phones : numbersAfter(old, input.phone),
    company: given(input.company, old.company),
    externalIds: [...new Set(input.externalIds ?? old.externalIds)],
    agentId: given(input.agentId, old.agentId),
    tags: [...new Set(input.tags ?? old.tags)],
    attributes: input.attributes ?? old.attributes,
  };
}

/** The number to show is exchanged; further ones, of customers that were merged into this one, stay. */
function numbersAfter(old: CustomerState, phone: string | null): string[] {
  const [shown] = numbersOf(old.phone);
  const [next] = numbersOf(phone);
  const rest = next === shown ? old.phones : old.phones.filter((number) => number !== shown);
  return [...new Set([...rest, ...numbersOf(phone)])];
}

function numbersOf(phone: string | null | undefined): string[] {
  const number = phoneIdentity(phone);
  return number === null ? [] : [number];
}

function given<Value>(value: Value | undefined, otherwise: Value): Value {
  return value === undefined ? otherwise : value;
}
