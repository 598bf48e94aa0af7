import "server-only";
import { and, eq, isNull, or, sql } from "drizzle-orm";
import { currentTransaction, database } from "@/db/client";
import { customerIdentities, customers } from "@/db/schema";
import { changesBetween, recordAudit } from "@/features/audit/record";
import { customerTarget, withoutPersonalData } from "@/features/customers/audit-target";
import { noteDuplicate } from "@/features/customers/duplicates";
import {
  addIdentities,
  type Identity,
  identitiesIn,
  isIdentity,
  listsOf,
  lockIdentities,
  readIdentities,
} from "@/features/customers/identities";
import { phoneIdentity } from "@/features/customers/phone";
import { isPlaceholderEmail, isPlaceholderId, isPlaceholderPhone } from "@/features/customers/placeholder";
import { type CustomerInput, MAX_IDENTITIES } from "@/features/customers/schema";
import { clientEvent } from "@/features/events/client-event";
import { sendEvents } from "@/features/events/publish";
import type { Context } from "@/lib/context";

/** A number that so many people have says nothing about who calls. */
const SWITCHBOARD_MIN = 100;

/**
 * Finds the customer that an outside id or else an address belongs to, or adds one: also for a guest of whom nothing is known. Fields that are
 * still empty are filled in, and ids and addresses that nobody has are added; nothing known is overwritten, and nobody becomes part of
 * somebody else. A phone number, which a family may share, counts only by itself. Two calls at once for one address give one customer.
 */
export async function identifyCustomer(ctx: Context, input: CustomerInput): Promise<string> {
  const facts = factsOf(input);
  const identities = identitiesOf(facts);
  await lockIdentities(ctx, identities);
  const known = await lockKnown(ctx, identities);
  if (!known) return add(ctx, facts, identities);
  await complete(ctx, known, facts, identities);
  return known.customer.id;
}

interface Facts {
  name: string | null;
  email: string | null;
  phone: string | null;
  externalId: string | null;
}

/** Without what programs write where they know nobody; an address that everybody writes from is at most what to call them. */
function factsOf({ name, email, phone, externalId }: CustomerInput): Facts {
  const isUnread = email !== undefined && isPlaceholderEmail(email);
  return {
    name: name ?? (isUnread ? email : null),
    email: isUnread ? null : (email ?? null),
    phone: phone && !isPlaceholderPhone(phone.replace(/\D/g, "")) ? phone : null,
    externalId: externalId && !isPlaceholderId(externalId) ? externalId : null,
  };
}

function identitiesOf({ email, externalId, phone }: Facts): Identity[] {
  return identitiesIn({
    externalIds: present(externalId),
    emails: present(email),
    phones: present(phoneIdentity(phone)),
  });
}

function present(value: string | null): string[] {
  return value === null ? [] : [value];
}

/** Whose the identities are. Of phone numbers only those that were given alone. */
type Owners = Partial<Record<Identity["kind"], string>>;

interface Known {
  customer: typeof customers.$inferSelect;
  owners: Owners;
}

/** The customer may be merged, split or deleted between finding and locking them; then their identities lead elsewhere, or nowhere. */
async function lockKnown(ctx: Context, identities: Identity[]): Promise<Known | null> {
  let id = chosen(await findOwners(ctx, identities));
  while (id) {
    // No lock on the key: whoever gives the customer a ticket or chat meanwhile need not wait.
    const [customer] = await currentTransaction()
      .select()
      .from(customers)
      .where(living(ctx, id))
      .for("no key update")
      .prepare("lock customer")
      .execute();
    const owners = await findOwners(ctx, identities);
    const next = chosen(owners);
    if (next === id && customer) return { customer, owners };
    if (next === id) throw new Error("an identity leads to a customer that is gone");
    id = next;
  }
  return null;
}

function chosen(owners: Owners): string | undefined {
  return owners.external_id ?? owners.email ?? owners.phone;
}

async function findOwners(ctx: Context, identities: Identity[]): Promise<Owners> {
  const strong = identities.filter(({ kind }) => kind !== "phone");
  if (strong.length === 0) return findByPhone(ctx, identities);
  const rows = await database()
    .select({ kind: customerIdentities.kind, customerId: customerIdentities.customerId })
    .from(customerIdentities)
    .where(and(eq(customerIdentities.organizationId, ctx.organizationId), or(...strong.map(isIdentity))))
    .prepare("owners")
    .execute();
  return Object.fromEntries(rows.map(({ kind, customerId }) => [kind, customerId]));
}

/** The only one with the number, or the only one of whom nothing but the number is known. */
async function findByPhone(ctx: Context, [phone]: Identity[]): Promise<Owners> {
  if (!phone) return {};
  const all = await database()
    .select({
      id: customerIdentities.customerId,
      isOnlyNumber: sql<boolean>`not exists (select 1 from customer_identities as other
        where other.customer_id = ${customerIdentities}.customer_id and other.kind <> 'phone')`,
    })
    .from(customerIdentities)
    .where(and(eq(customerIdentities.organizationId, ctx.organizationId), isIdentity(phone)))
    .limit(SWITCHBOARD_MIN);
  if (all.length === SWITCHBOARD_MIN) return {};
  const [only, second] = all.length === 1 ? all : all.filter(({ isOnlyNumber }) => isOnlyNumber);
  return only && !second ? { phone: only.id } : {};
}

async function add(ctx: Context, facts: Facts, identities: Identity[]): Promise<string> {
  const { externalId, ...columns } = facts;
  const [row] = await database()
    .insert(customers)
    .values({ organizationId: ctx.organizationId, ...columns, lastSeenAt: sql`now()` })
    .returning()
    .prepare("add customer")
    .execute();
  if (!row) throw new Error("insert returned no row");
  await addIdentities(ctx, row.id, identities);
  await recordAudit(ctx, { action: "customer.created", target: customerTarget(row.id) });
  await sendEvents(ctx, [clientEvent("client.created", row, { externalId })]);
  return row.id;
}

/** What nobody knew until now is a change like any other, told and on record. */
async function complete(
  ctx: Context,
  { customer, owners }: Known,
  facts: Facts,
  identities: Identity[],
): Promise<void> {
  const { id } = customer;
  const isTheirs = owners.email === undefined || owners.email === id;
  const filled = {
    name: customer.name ?? facts.name,
    // An address that somebody else is recognised by is theirs, and answers to this customer must not go there.
    email: customer.email ?? (isTheirs ? facts.email : null),
    phone: customer.phone ?? facts.phone,
  };
  const [after] = await database()
    .update(customers)
    .set({ ...filled, lastSeenAt: sql`now()` })
    .where(living(ctx, id))
    .returning()
    .prepare("complete customer")
    .execute();
  if (!after) throw new Error("a locked customer is gone");
  const added = await addFree(
    ctx,
    id,
    identities.filter(({ kind }) =>
      kind === "phone" ? customer.phone === null : owners[kind] === undefined,
    ),
  );
  const changed = { ...changesBetween(customer, filled), ...added };
  if (Object.keys(changed).length > 0) {
    await sendEvents(ctx, [clientEvent("client.updated", after, { changed })]);
    await recordAudit(ctx, {
      action: added ? "customer.identity_added" : "customer.updated",
      target: customerTarget(id),
      changes: withoutPersonalData(changed),
    });
  }
  if (!isTheirs && owners.email) await noteDuplicate(ctx, id, owners.email);
}

/** Adds what there is room for: an id that half the world comes with must not collect their addresses without end. */
async function addFree(ctx: Context, id: string, free: Identity[]) {
  if (free.length === 0) return undefined;
  const before = await readIdentities(ctx, id);
  const isNew = ({ kind, value }: Identity) =>
    before.every((one) => one.kind !== kind || one.value !== value) &&
    before.filter((one) => one.kind === kind).length < MAX_IDENTITIES;
  const added = free.filter(isNew);
  if (added.length === 0) return undefined;
  await addIdentities(ctx, id, added);
  return changesBetween(listsOf(before), listsOf([...before, ...added]));
}

function living(ctx: Context, id: string) {
  return and(
    eq(customers.organizationId, ctx.organizationId),
    eq(customers.id, id),
    isNull(customers.mergedIntoId),
    isNull(customers.deletedAt),
  );
}
