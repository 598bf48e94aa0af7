import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { IDENTITY_KINDS } from "@/db/enums";
import { customerIdentities, customers } from "@/db/schema";
import { changesBetween, recordAudit } from "@/features/audit/record";
import { customerTarget, withoutPersonalData } from "@/features/customers/audit-target";
import { clientEvent } from "@/features/customers/event";
import type { CustomerInput } from "@/features/customers/schema";
import { storeEvents } from "@/features/events/publish";
import type { Context } from "@/lib/context";

export interface Identity {
  kind: (typeof IDENTITY_KINDS)[number];
  value: string;
}

/** Fewer digits are an extension, shared by everybody. */
const MIN_PHONE_DIGITS = 5;

/**
 * Finds the customer that an address or outside id belongs to, or adds one. Fields that are still empty are filled in, and identities
 * that nobody has are added; nothing known is overwritten. Two calls at once for one address give one customer.
 */
export async function identifyCustomer(tx: Transaction, ctx: Context, input: CustomerInput): Promise<string> {
  const identities = identitiesOf(input);
  await lockIdentities(tx, ctx, identities);
  const known = await findAndFill(tx, ctx, identities, input);
  const id = known ?? (await add(tx, ctx, input));
  await addIdentities(tx, ctx, id, identities);
  return id;
}

export function identitiesOf(input: {
  email?: string | null | undefined;
  externalId?: string | null | undefined;
  phone?: string | null | undefined;
}): Identity[] {
  const { email, externalId, phone } = input;
  const digits = phone?.replace(/[^\d+]/g, "") ?? "";
  return [
    ...(externalId ? [{ kind: "external_id" as const, value: externalId }] : []),
    ...(email ? [{ kind: "email" as const, value: email }] : []),
    ...(digits.length >= MIN_PHONE_DIGITS ? [{ kind: "phone" as const, value: digits }] : []),
  ];
}

/** Until the transaction ends nobody else gives these addresses and ids to a customer. */
export async function lockIdentities(
  tx: Transaction,
  ctx: Context,
  identities: readonly Identity[],
): Promise<void> {
  for (const { kind, value } of identities.toSorted(compare)) {
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`customer|${ctx.organizationId}|${kind}|${value}`}, 0))`,
    );
  }
}

/** Those that somebody has already stay theirs. */
export async function addIdentities(
  tx: Transaction,
  ctx: Context,
  customerId: string,
  identities: readonly Identity[],
): Promise<void> {
  if (identities.length === 0) return;
  await tx
    .insert(customerIdentities)
    .values(identities.map((identity) => ({ ...identity, organizationId: ctx.organizationId, customerId })))
    .onConflictDoNothing();
}

/** The row may be merged or deleted between finding and filling it; then its identities lead elsewhere, or nowhere. */
async function findAndFill(
  tx: Transaction,
  ctx: Context,
  identities: Identity[],
  input: CustomerInput,
): Promise<string | null> {
  let known = await findByIdentity(tx, ctx, identities);
  while (known && !(await fillIn(tx, ctx, known, input))) {
    const next = await findByIdentity(tx, ctx, identities);
    if (next === known) throw new Error("an identity leads to a customer that is gone");
    known = next;
  }
  return known;
}

/** An outside id says most, then an address, then a phone number, which a family may share. */
async function findByIdentity(tx: Transaction, ctx: Context, identities: Identity[]): Promise<string | null> {
  for (const { kind, value } of identities) {
    const [row] = await tx
      .select({ customerId: customerIdentities.customerId })
      .from(customerIdentities)
      .where(
        and(
          eq(customerIdentities.organizationId, ctx.organizationId),
          eq(customerIdentities.kind, kind),
          eq(customerIdentities.value, value),
        ),
      );
    if (row) return row.customerId;
  }
  return null;
}

async function add(tx: Transaction, ctx: Context, input: CustomerInput): Promise<string> {
  const [row] = await tx
    .insert(customers)
    .values({
      organizationId: ctx.organizationId,
      name: input.name ?? null,
      email: input.email ?? null,
      phone: input.phone ?? null,
      lastSeenAt: sql`now()`,
    })
    .returning();
  if (!row) throw new Error("insert returned no row");
  await recordAudit(tx, ctx, { action: "customer.created", target: customerTarget(row.id) });
  await storeEvents(ctx, [clientEvent("client.created", row, { externalId: input.externalId })]);
  return row.id;
}

/** Whether the customer is still there to be filled in. What nobody knew until now is a change like any other, and told. */
async function fillIn(tx: Transaction, ctx: Context, id: string, input: CustomerInput): Promise<boolean> {
  const living = and(
    eq(customers.organizationId, ctx.organizationId),
    eq(customers.id, id),
    isNull(customers.mergedIntoId),
    isNull(customers.deletedAt),
  );
  // No lock on the key: whoever gives the customer a ticket or chat meanwhile need not wait.
  const [before] = await tx.select().from(customers).where(living).for("no key update");
  if (!before) return false;
  const filled = {
    name: before.name ?? input.name ?? null,
    email: before.email ?? (await freeEmail(tx, ctx, id, input)),
    phone: before.phone ?? input.phone ?? null,
  };
  const changed = changesBetween(before, filled);
  const [after] = await tx
    .update(customers)
    .set({ ...filled, lastSeenAt: sql`now()` })
    .where(living)
    .returning();
  if (!after || Object.keys(changed).length === 0) return after !== undefined;
  await storeEvents(ctx, [clientEvent("client.updated", after, { changed })]);
  await recordAudit(tx, ctx, {
    action: "customer.updated",
    target: customerTarget(id),
    changes: withoutPersonalData(changed),
  });
  return true;
}

/** An address that somebody else is recognised by is theirs, and answers to this customer must not go there. */
async function freeEmail(
  tx: Transaction,
  ctx: Context,
  id: string,
  { email }: CustomerInput,
): Promise<string | null> {
  if (!email) return null;
  const [identity] = await tx
    .select({ customerId: customerIdentities.customerId })
    .from(customerIdentities)
    .where(
      and(
        eq(customerIdentities.organizationId, ctx.organizationId),
        eq(customerIdentities.kind, "email"),
        eq(customerIdentities.value, email),
      ),
    );
  return identity && identity.customerId !== id ? null : email;
}

/** One order for all callers, so that their locks can't deadlock. */
function compare(a: Identity, b: Identity): number {
  return a.kind.localeCompare(b.kind) || a.value.localeCompare(b.value);
}
