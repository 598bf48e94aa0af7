import "server-only";
import { and, desc, eq, inArray, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { currentTransaction, database } from "@/db/client";
import { customerAccounts, customerIdentities, customers, events, tickets, users } from "@/db/schema";
import { searchedPage } from "@/db/search";
import { searchText, type TextSearch } from "@/db/search-text";
import { readDuplicates } from "@/features/customers/duplicates";
import type { Identity } from "@/features/customers/identities";
import type { Customer, CustomerRef, CustomerSummary, ListCustomersQuery } from "@/features/customers/schema";
import { eventColumns, toEvent } from "@/features/events/queries";
import type { EventView } from "@/features/events/schema";
import { COUNT_LIMIT } from "@/lib/bounded-count";
import { authorize, type Context } from "@/lib/context";
import { readEmailAddress } from "@/lib/email-address";
import { NotFoundError } from "@/lib/errors";
import { decodeIdCursor, toPage } from "@/lib/keyset";
import type { Page, PageQuery } from "@/lib/pagination";

/** Shown at a customer. */
const MERGED_MAX = 20;
const ACCOUNTS_MAX = 20;

export async function listCustomers(ctx: Context, query: ListCustomersQuery): Promise<Page<CustomerSummary>> {
  authorize(ctx, "customers:read");
  const before = decodeIdCursor(query.cursor);
  const limit = query.limit + 1;
  const within = and(
    eq(customers.organizationId, ctx.organizationId),
    isNull(customers.deletedAt),
    isNull(customers.mergedIntoId),
    before ? lt(customers.id, before) : undefined,
  );
  const words = query.q ? searchFilter(ctx, query.q) : undefined;
  const open = openTicketsFilter(query.hasOpenTickets);
  const search = and(words?.byIndex, open);
  const isMatch = and(words?.byRow, open);
  const order = { keys: [customers.id], isDescending: true };
  // The page is found first, so that nothing is counted for rows outside of it.
  const page = database()
    .select({ id: customers.id })
    .from(customers)
    .where(
      search ? await searchedPage({ table: customers, within, search, isMatch, ...order, limit }) : within,
    )
    .orderBy(desc(customers.id))
    .limit(limit);
  const rows = await selectCustomers().where(inArray(customers.id, page)).orderBy(desc(customers.id));
  return toPage(rows, { limit: query.limit, toItem: toSummary, cursorOf: (row) => row.id });
}

/** Also one that was merged or erased, which says so; not a deleted one. */
export async function getCustomer(ctx: Context, id: string): Promise<Customer> {
  authorize(ctx, "customers:read");
  return readCustomer(ctx, id);
}

/** For services whose own scope lets them see the customer they change. */
export async function readCustomer(ctx: Context, id: string): Promise<Customer> {
  const [row] = await selectCustomers().where(
    and(
      eq(customers.organizationId, ctx.organizationId),
      eq(customers.id, id),
      or(isNull(customers.deletedAt), sql`${customers.erasedAt} is not null`),
    ),
  );
  if (!row) throw new NotFoundError("customer");
  return {
    ...toCustomer(row),
    accounts: await readAccounts(ctx, id),
    mergedCustomers: await readMerged(ctx, id),
    possibleDuplicates: await readDuplicates(ctx, id),
  };
}

async function readAccounts(ctx: Context, id: string): Promise<Customer["accounts"]> {
  const rows = await database()
    .select({
      id: customerAccounts.id,
      email: customerAccounts.email,
      emailVerifiedAt: customerAccounts.emailVerifiedAt,
      createdAt: customerAccounts.createdAt,
      lastSignInAt: customerAccounts.lastSignInAt,
    })
    .from(customerAccounts)
    .where(and(eq(customerAccounts.organizationId, ctx.organizationId), eq(customerAccounts.customerId, id)))
    .orderBy(customerAccounts.id)
    .limit(ACCOUNTS_MAX);
  return rows.map(({ emailVerifiedAt, createdAt, lastSignInAt, ...account }) => ({
    ...account,
    isConfirmed: emailVerifiedAt !== null,
    createdAt: createdAt.toISOString(),
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
  }));
}

async function readMerged(ctx: Context, id: string): Promise<CustomerRef[]> {
  return database()
    .select({ id: customers.id, name: customers.name, email: customers.email })
    .from(customers)
    .where(and(eq(customers.organizationId, ctx.organizationId), eq(customers.mergedIntoId, id)))
    .orderBy(desc(customers.updatedAt))
    .limit(MERGED_MAX);
}

/** How they are named where they write. */
export async function readCustomerRef(ctx: Context, id: string): Promise<CustomerRef> {
  const [row] = await database()
    .select({ id: customers.id, name: customers.name, email: customers.email })
    .from(customers)
    .where(and(eq(customers.organizationId, ctx.organizationId), eq(customers.id, id)));
  if (!row) throw new NotFoundError("customer");
  return row;
}

/** Keeps a customer from being merged or erased until the transaction ends. To be taken before their tickets and chats, as those do. */
export async function shareCustomer(ctx: Context, id: string): Promise<void> {
  await currentTransaction()
    .select({ id: customers.id })
    .from(customers)
    .where(and(eq(customers.organizationId, ctx.organizationId), eq(customers.id, id)))
    .for("share");
}

/** Events about a customer and those that were merged into them. */
export async function listCustomerEvents(
  ctx: Context,
  id: string,
  query: PageQuery,
): Promise<Page<EventView>> {
  authorize(ctx, "customers:read");
  await readCustomer(ctx, id);
  const merged = await database()
    .select({ id: customers.id })
    .from(customers)
    .where(and(eq(customers.organizationId, ctx.organizationId), eq(customers.mergedIntoId, id)));
  const before = decodeIdCursor(query.cursor);
  const rows = await database()
    .select(eventColumns)
    .from(events)
    .where(
      and(
        eq(events.organizationId, ctx.organizationId),
        eq(events.subjectType, "customer"),
        inArray(events.subjectId, [id, ...merged.map((row) => row.id)]),
        before ? lt(events.id, before) : undefined,
      ),
    )
    .orderBy(desc(events.id))
    .limit(query.limit + 1);
  return toPage(rows, { limit: query.limit, toItem: (row) => toEvent(ctx, row), cursorOf: (row) => row.id });
}

/** Each part is answered by an index of its own: the trigrams of name and address, and the identities. */
function searchFilter(ctx: Context, q: string): TextSearch {
  const isIdentified = sql`${customers.id} = any(array(
    select ${customerIdentities.customerId} from ${customerIdentities}
    where ${customerIdentities.organizationId} = ${ctx.organizationId}
      and ((${customerIdentities.kind} = 'external_id' and ${customerIdentities.value} = ${q})
        or (${customerIdentities.kind} = 'email' and ${customerIdentities.value} = ${readEmailAddress(q) ?? q}))))`;
  return searchText(q, (contains) => or(contains(customers.name), contains(customers.email), isIdentified));
}

function openTicketsFilter(wanted: ListCustomersQuery["hasOpenTickets"]): SQL | undefined {
  if (wanted === undefined) return undefined;
  const some = sql`exists (select 1 from ${tickets} where ${tickets.customerId} = ${customers.id}
    and ${tickets.deletedAt} is null and ${tickets.status} in ('open', 'pending'))`;
  return wanted === "true" ? some : sql`not ${some}`;
}

interface TicketNumbers {
  open: number;
  total: number;
}

const TICKET_NUMBERS = sql<TicketNumbers>`(
  select json_build_object('open', count(*) filter (where recent.status in ('open', 'pending')), 'total', count(*))
  from (select ${tickets.status} as status from ${tickets}
        where ${tickets.customerId} = ${customers.id} and ${tickets.deletedAt} is null
        order by ${tickets.lastActivityAt} desc limit ${sql.raw(String(COUNT_LIMIT))}) as recent)`;

function identities(kind: Identity["kind"]) {
  return sql<string[]>`(
    select coalesce(json_agg(${customerIdentities.value} order by ${customerIdentities.createdAt}, ${customerIdentities.value}), '[]')
    from ${customerIdentities}
    where ${customerIdentities.customerId} = ${customers.id} and ${customerIdentities.kind} = ${sql.raw(`'${kind}'`)})`;
}

function selectCustomers() {
  return database()
    .select({
      id: customers.id,
      name: customers.name,
      email: customers.email,
      phone: customers.phone,
      company: customers.company,
      emails: identities("email"),
      externalIds: identities("external_id"),
      phones: identities("phone"),
      agentId: customers.agentId,
      agentName: users.name,
      tags: customers.tags,
      attributes: customers.attributes,
      ticketNumbers: TICKET_NUMBERS,
      lastSeenAt: customers.lastSeenAt,
      receivesMails: customers.receivesMails,
      mergedIntoId: customers.mergedIntoId,
      erasedAt: customers.erasedAt,
      createdAt: customers.createdAt,
      updatedAt: customers.updatedAt,
    })
    .from(customers)
    .leftJoin(users, eq(users.id, customers.agentId));
}

type CustomerRow = Awaited<ReturnType<typeof selectCustomers>>[number];

function toSummary(row: CustomerRow): CustomerSummary {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    company: row.company,
    externalIds: row.externalIds,
    tags: row.tags,
    openTickets: row.ticketNumbers.open,
    totalTickets: row.ticketNumbers.total,
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}

function toCustomer(row: CustomerRow): Omit<Customer, "accounts" | "mergedCustomers" | "possibleDuplicates"> {
  return {
    ...toSummary(row),
    phone: row.phone,
    emails: row.emails,
    phones: row.phones,
    agent: row.agentId === null ? null : { id: row.agentId, name: row.agentName ?? "" },
    attributes: row.attributes,
    receivesMails: row.receivesMails,
    mergedIntoId: row.mergedIntoId,
    erasedAt: row.erasedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
  };
}
