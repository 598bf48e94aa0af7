import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { IDENTITY_KINDS } from "@/db/enums";
import { customerIdentities, customers } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { clientEvent } from "@/features/customers/event";
import type { CustomerInput } from "@/features/customers/schema";
import { storeEvents } from "@/features/events/publish";
import type { Context } from "@/lib/context";

interface Identity {
  kind: (typeof IDENTITY_KINDS)[number];
  value: string;
}

/**
 * Finds the customer that an address or outside id belongs to, or adds one. Fields that are still empty are filled in, and identities
 * that nobody has are added; nothing known is overwritten. Two calls at once for one address give one customer.
 */
export async function identifyCustomer(tx: Transaction, ctx: Context, input: CustomerInput): Promise<string> {
  const identities = identitiesOf(input);
  for (const { kind, value } of identities.toSorted(compare)) {
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`customer|${ctx.organizationId}|${kind}|${value}`}, 0))`,
    );
  }
  const known = await findByIdentity(tx, ctx, identities);
  const id = known ?? (await add(tx, ctx, input));
  if (known) await fillIn(tx, ctx, known, input);
  if (identities.length > 0) {
    await tx
      .insert(customerIdentities)
      .values(
        identities.map((identity) => ({ ...identity, organizationId: ctx.organizationId, customerId: id })),
      )
      .onConflictDoNothing();
  }
  return id;
}

export function identitiesOf(input: {
  email?: string | null | undefined;
  externalId?: string | null | undefined;
  phone?: string | null | undefined;
}): Identity[] {
  const { email, externalId, phone } = input;
  return [
    ...(externalId ? [{ kind: "external_id" as const, value: externalId }] : []),
    ...(email ? [{ kind: "email" as const, value: email }] : []),
    ...(phone ? [{ kind: "phone" as const, value: phone.replace(/[^\d+]/g, "") }] : []),
  ];
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
  await recordAudit(tx, ctx, {
    action: "customer.created",
    target: { type: "customer", id: row.id, name: row.name ?? row.email ?? row.phone ?? "Customer" },
  });
  await storeEvents(ctx, [clientEvent("client.created", row, { externalId: input.externalId })]);
  return row.id;
}

async function fillIn(tx: Transaction, ctx: Context, id: string, input: CustomerInput): Promise<void> {
  await tx
    .update(customers)
    .set({
      name: sql`coalesce(${customers.name}, ${input.name ?? null})`,
      email: sql`coalesce(${customers.email}, ${input.email ?? null})`,
      phone: sql`coalesce(${customers.phone}, ${input.phone ?? null})`,
      lastSeenAt: sql`now()`,
    })
    .where(and(eq(customers.organizationId, ctx.organizationId), eq(customers.id, id)));
}

/** One order for all callers, so that their locks can't deadlock. */
function compare(a: Identity, b: Identity): number {
  return a.kind.localeCompare(b.kind) || a.value.localeCompare(b.value);
}
