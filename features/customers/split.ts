import "server-only";
import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { database, transaction } from "@/db/client";
import { chats, comments, customerIdentities, customers, messages, tickets } from "@/db/schema";
import { changesBetween, recordAudit } from "@/features/audit/record";
import { moveAccountsOf } from "@/features/customers/accounts";
import { customerTarget, withoutPersonalData } from "@/features/customers/audit-target";
import { lockCustomers, ownCustomer, readLiving } from "@/features/customers/change";
import { noteDistinct } from "@/features/customers/duplicates";
import {
  type IdentityLists,
  identitiesIn,
  isIdentity,
  listsOf,
  readIdentities,
} from "@/features/customers/identities";
import { phoneIdentity } from "@/features/customers/phone";
import { readCustomer } from "@/features/customers/queries";
import type { Customer, SplitCustomer } from "@/features/customers/schema";
import { clientEvent } from "@/features/events/client-event";
import { storeEvents } from "@/features/events/publish";
import { moveMailsOfTickets } from "@/features/mails/customer-changes";
import { authorize, type Context } from "@/lib/context";
import { InvalidFieldError, NotFoundError } from "@/lib/errors";

type Row = typeof customers.$inferSelect;
type Lists = Pick<SplitCustomer, "emails" | "externalIds" | "phones" | "ticketIds" | "chatIds">;

/** Moves what belongs to somebody else out of a customer, to a new one or to one that was merged into them, who is returned. */
export async function splitCustomer(ctx: Context, id: string, input: SplitCustomer): Promise<Customer> {
  authorize(ctx, "customers:write");
  const moved = distinct(input);
  return transaction(async () => {
    await lockCustomers(ctx, input.intoId ? [id, input.intoId] : [id]);
    const source = await readLiving(ctx, id);
    const target = input.intoId ? await bringBack(ctx, id, input.intoId) : await addNew(ctx);
    await moveIdentities(ctx, { id, target }, moved);
    await moveConversations(ctx, { id, target }, moved);
    await moveMailsOfTickets(ctx, { ticketIds: moved.ticketIds, fromId: id, toId: target.id });
    const into = await show(ctx, { ...target, name: target.name ?? input.name ?? null }, source.phone);
    const left = await show(ctx, source, source.phone);
    await renameAuthor(ctx, { id, target: into }, moved);
    await noteDistinct(ctx, id, target.id);
    await tell(ctx, { source, left, into, isBack: input.intoId !== undefined }, moved);
    return readCustomer(ctx, target.id);
  });
}

interface Move {
  /** Where it comes from. */
  id: string;
  target: Row;
}

function distinct({ emails, externalIds, phones, ticketIds, chatIds }: SplitCustomer): Lists {
  return {
    emails: [...new Set(emails)],
    externalIds: [...new Set(externalIds)],
    phones: [...new Set(phones.map((phone) => phoneIdentity(phone) ?? phone))],
    ticketIds: [...new Set(ticketIds)],
    chatIds: [...new Set(chatIds)],
  };
}

async function addNew(ctx: Context): Promise<Row> {
  const [row] = await database().insert(customers).values({ organizationId: ctx.organizationId }).returning();
  if (!row) throw new Error("insert returned no row");
  return row;
}

/** The row of a merged customer still holds what they were called. */
async function bringBack(ctx: Context, id: string, intoId: string): Promise<Row> {
  const [row] = await database()
    .update(customers)
    .set({ mergedIntoId: null })
    .where(and(ownCustomer(ctx, intoId), eq(customers.mergedIntoId, id), isNull(customers.deletedAt)))
    .returning();
  if (row) return row;
  throw new InvalidFieldError(
    "intoId",
    "Not merged into this customer. mergedCustomers lists those who are.",
  );
}

async function moveIdentities(ctx: Context, { id, target }: Move, lists: Lists) {
  const wanted = identitiesIn(lists);
  if (wanted.length === 0) return;
  const rows = await database()
    .update(customerIdentities)
    .set({ customerId: target.id })
    .where(
      and(
        eq(customerIdentities.organizationId, ctx.organizationId),
        eq(customerIdentities.customerId, id),
        or(...wanted.map(isIdentity)),
      ),
    )
    .returning({ kind: customerIdentities.kind, value: customerIdentities.value });
  const moved = listsOf(rows);
  await moveAccountsOf(ctx, { emails: moved.emails, fromId: id, toId: target.id });
  assertAll("emails", lists.emails, moved.emails);
  assertAll("externalIds", lists.externalIds, moved.externalIds);
  assertAll("phones", lists.phones, moved.phones);
}

async function moveConversations(ctx: Context, { id, target }: Move, lists: Lists) {
  for (const [path, table] of [
    ["ticketIds", tickets],
    ["chatIds", chats],
  ] as const) {
    const wanted = lists[path];
    if (wanted.length === 0) continue;
    const rows = await database()
      .update(table)
      .set({ customerId: target.id })
      .where(
        and(
          eq(table.organizationId, ctx.organizationId),
          eq(table.customerId, id),
          inArray(table.id, wanted),
        ),
      )
      .returning({ id: table.id });
    assertAll(
      path,
      wanted,
      rows.map((row) => row.id),
    );
  }
}

/** Somebody else may have moved or changed it since it was chosen. */
function assertAll(path: keyof Lists, wanted: string[], moved: string[]): void {
  const index = wanted.findIndex((one) => !moved.includes(one));
  if (index < 0) return;
  const message = "Does not belong to this customer (any more). Read the customer again.";
  const at = `${path}.${index}`;
  throw new InvalidFieldError(at, message);
}

/** The address and number to show are among those that the customer has now. */
async function show(
  ctx: Context,
  { id, name, email, phone }: Pick<Row, "id" | "name" | "email" | "phone">,
  written: string | null,
): Promise<Row> {
  const { emails, phones } = listsOf(await readIdentities(ctx, id));
  const [number = null] = phones;
  const spelled = [phone, written].find((one) => phones.some((own) => own === phoneIdentity(one)));
  const [row] = await database()
    .update(customers)
    .set({
      name,
      email: email !== null && emails.includes(email) ? email : (emails[0] ?? null),
      phone: spelled ?? number,
    })
    .where(ownCustomer(ctx, id))
    .returning();
  if (!row) throw new NotFoundError("customer");
  return row;
}

/** What they wrote in what moved is theirs, so that erasing one of the two takes the right name away. */
async function renameAuthor(ctx: Context, { id, target }: Move, lists: Lists) {
  for (const [table, within] of [
    [comments, lists.ticketIds.length > 0 && inArray(comments.ticketId, lists.ticketIds)],
    [messages, lists.chatIds.length > 0 && inArray(messages.chatId, lists.chatIds)],
  ] as const) {
    if (!within) continue;
    await database()
      .update(table)
      .set({
        authorId: target.id,
        authorName: sql`coalesce(${target.name ?? target.email}, ${table.authorName})`,
      })
      .where(
        and(
          eq(table.organizationId, ctx.organizationId),
          eq(table.authorType, "customer"),
          eq(table.authorId, id),
          within,
        ),
      );
  }
}

interface Outcome {
  source: Customer;
  left: Row;
  into: Row;
  /** Merged before, rather than new. */
  isBack: boolean;
}

async function tell(ctx: Context, { source, left, into, isBack }: Outcome, lists: Lists) {
  const { ticketIds, chatIds, ...identities } = lists;
  const changed = {
    ...changesBetween(source, { email: left.email, phone: left.phone }),
    ...changesBetween(source, without(source, identities)),
  };
  const [externalId = null] = identities.externalIds;
  await storeEvents(ctx, [
    clientEvent("client.updated", left, { changed, splitClientId: into.id }),
    clientEvent("client.created", into, { externalId, splitFromClientId: left.id, ticketIds, chatIds }),
  ]);
  await recordAudit(ctx, {
    action: "customer.split",
    target: customerTarget(left.id),
    changes: {
      ...withoutPersonalData(changed),
      splitInto: { from: null, to: into.id },
      tickets: { from: null, to: ticketIds.length },
      chats: { from: null, to: chatIds.length },
    },
  });
  const splitFrom = { from: null, to: left.id };
  await recordAudit(ctx, {
    target: customerTarget(into.id),
    ...(isBack
      ? {
          action: "customer.brought_back",
          changes: { splitFrom, mergedIntoId: { from: left.id, to: null } },
        }
      : { action: "customer.created", changes: { splitFrom } }),
  });
}

function without(source: IdentityLists, moved: IdentityLists): IdentityLists {
  const rest = (field: keyof IdentityLists) => source[field].filter((one) => !moved[field].includes(one));
  return { emails: rest("emails"), externalIds: rest("externalIds"), phones: rest("phones") };
}
