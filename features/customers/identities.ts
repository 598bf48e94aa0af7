import "server-only";
import { and, asc, eq, ne, or, sql } from "drizzle-orm";
import { database } from "@/db/client";
import type { IDENTITY_KINDS } from "@/db/enums";
import { lockName } from "@/db/name-lock";
import { customerIdentities } from "@/db/schema";
import type { Context } from "@/lib/context";
import { AppError } from "@/lib/errors";

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

/** From the next statement until the transaction ends nobody else gives these addresses and ids to a customer. */
export async function lockIdentities(ctx: Context, identities: readonly Identity[]): Promise<void> {
  for (const { kind, value } of identities.toSorted(compare)) {
    await lockName(`customer|${ctx.organizationId}|${kind}|${value}`);
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

/** Who is recognised by the address. */
export async function findEmailOwner(ctx: Context, email: string): Promise<string | null> {
  const [identity] = await database()
    .select({ customerId: customerIdentities.customerId })
    .from(customerIdentities)
    .where(
      and(
        eq(customerIdentities.organizationId, ctx.organizationId),
        isIdentity({ kind: "email", value: email }),
      ),
    );
  return identity?.customerId ?? null;
}

export function isIdentity({ kind, value }: Identity) {
  return and(eq(customerIdentities.kind, kind), eq(customerIdentities.value, value));
}

/** Addresses and external ids name one customer; a phone number may be a family's. */
export async function assertFree(ctx: Context, identities: Identity[], ownId?: string): Promise<void> {
  const exclusive = identities.filter(({ kind }) => kind !== "phone");
  if (exclusive.length === 0) return;
  const [taken] = await database()
    .select()
    .from(customerIdentities)
    .where(
      and(
        eq(customerIdentities.organizationId, ctx.organizationId),
        or(...exclusive.map(isIdentity)),
        ownId ? ne(customerIdentities.customerId, ownId) : undefined,
      ),
    )
    .limit(1);
  if (!taken) return;
  const [what, path] = taken.kind === "email" ? ["address", "email"] : ["external id", "externalId"];
  throw new AppError(
    "conflict",
    `${taken.value} belongs to customer ${taken.customerId}. Change that one, or merge the two.`,
    {
      members: { customerId: taken.customerId },
      issues: [{ path, message: `Another customer has this ${what}.` }],
    },
  );
}

export async function replaceIdentities(ctx: Context, id: string, wanted: Identity[]): Promise<void> {
  await assertFree(ctx, wanted, id);
  const keys = wanted.map(({ kind, value }) => `${kind}|${value}`);
  await database()
    .delete(customerIdentities)
    .where(
      and(
        eq(customerIdentities.customerId, id),
        sql`not (${customerIdentities.kind} || '|' || ${customerIdentities.value} = any(array(select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))))`,
      ),
    );
  await addIdentities(ctx, id, wanted);
}

/** One order for all callers, so that their locks can't deadlock. */
function compare(a: Identity, b: Identity): number {
  return a.kind.localeCompare(b.kind) || a.value.localeCompare(b.value);
}
