import "server-only";
import { and, asc, eq, sql } from "drizzle-orm";
import { currentTransaction, database } from "@/db/client";
import type { IDENTITY_KINDS } from "@/db/enums";
import { customerIdentities } from "@/db/schema";
import type { Context } from "@/lib/context";

export interface Identity {
  kind: (typeof IDENTITY_KINDS)[number];
  value: string;
}

export interface IdentityLists {
  emails: string[];
  externalIds: string[];
  phones: string[];
}

const LISTS = {
  email: "emails",
  external_id: "externalIds",
  phone: "phones",
} as const satisfies Record<Identity["kind"], keyof IdentityLists>;

export function identitiesIn({ emails, externalIds, phones }: IdentityLists): Identity[] {
  return [
    ...externalIds.map((value) => ({ kind: "external_id" as const, value })),
    ...emails.map((value) => ({ kind: "email" as const, value })),
    ...phones.map((value) => ({ kind: "phone" as const, value })),
  ];
}

export function listsOf(identities: readonly Identity[]): IdentityLists {
  const lists: IdentityLists = { emails: [], externalIds: [], phones: [] };
  for (const { kind, value } of identities) lists[LISTS[kind]].push(value);
  return lists;
}

/** Until the transaction ends nobody else gives these addresses and ids to a customer. */
export async function lockIdentities(ctx: Context, identities: readonly Identity[]): Promise<void> {
  for (const { kind, value } of identities.toSorted(compare)) {
    await currentTransaction().execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`customer|${ctx.organizationId}|${kind}|${value}`}, 0))`,
    );
  }
}

/** Those that somebody has already stay theirs. */
export async function addIdentities(
  ctx: Context,
  customerId: string,
  identities: readonly Identity[],
): Promise<void> {
  if (identities.length === 0) return;
  await database()
    .insert(customerIdentities)
    .values(identities.map((identity) => ({ ...identity, organizationId: ctx.organizationId, customerId })))
    .onConflictDoNothing();
}

export async function readIdentities(ctx: Context, customerId: string): Promise<Identity[]> {
  return database()
    .select({ kind: customerIdentities.kind, value: customerIdentities.value })
    .from(customerIdentities)
    .where(
      and(
        eq(customerIdentities.organizationId, ctx.organizationId),
        eq(customerIdentities.customerId, customerId),
      ),
    )
    .orderBy(asc(customerIdentities.createdAt), asc(customerIdentities.value));
}

export function isIdentity({ kind, value }: Identity) {
  return and(eq(customerIdentities.kind, kind), eq(customerIdentities.value, value));
}

/** One order for all callers, so that their locks can't deadlock. */
function compare(a: Identity, b: Identity): number {
  return a.kind.localeCompare(b.kind) || a.value.localeCompare(b.value);
}
