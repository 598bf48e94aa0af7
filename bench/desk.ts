import { sql } from "drizzle-orm";
import type postgres from "postgres";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { asOwner } from "@/db/own-database";
import { listChats } from "@/features/chats/queries";
import { listChatsQuerySchema } from "@/features/chats/schema";
import { listCustomers } from "@/features/customers/queries";
import { listCustomersQuerySchema } from "@/features/customers/schema";
import { listCommentsQuerySchema } from "@/features/tickets/comment-schema";
import { listComments } from "@/features/tickets/comments";
import { countTickets, listTickets } from "@/features/tickets/queries";
import { listTicketsQuerySchema } from "@/features/tickets/schema";
import { TICKET_SORTS } from "@/features/tickets/sorts";
import type { Context } from "@/lib/context";
import type { Page } from "@/lib/pagination";
import { DAY_MS } from "@/lib/time";
import { type Line, percentile } from "./report";

const TICKETS = 500_000;
const COMMENTS = 2_000_000;
const CUSTOMERS = 50_000;
const CHATS = 100_000;
/** Of an organization that writes Chinese. */
const CHINESE_TICKETS = 200_000;
const CHINESE_WORDS = ["印刷", "龠龠", "一丁", "丁七", "一", "龠", "我的印刷机", "José"];
const ROUNDS = 8;
/** Pages that are turned in each round. */
const PAGES = 3;
const TARGET_MS = 60;

/** How long the desk's lists take on the server with half a million tickets, by any filter. */
export async function benchDesk(): Promise<Line[]> {
  const organization = await createOrganization();
  const ctx = createContext(await createUser(organization, { role: "agent" }));
  const started = performance.now();
  await asOwner((owner) => fill(owner, ctx));
  const filledIn = Math.round((performance.now() - started) / 1000);
  const [longest] = await database().execute<{ ticket_id: string; customer_id: string }>(sql`
    select id as ticket_id, customer_id from tickets where organization_id = ${ctx.organizationId} and number = 1`);
  const ticketId = longest?.ticket_id ?? "";
  const filters: Record<string, object> = {
    all: {},
    open: { status: ["open", "pending"] },
    mine: { status: ["open", "pending"], assigneeId: "me" },
    unassigned: { status: ["open", "pending"], assigneeId: "none" },
    "closed and urgent": { status: "closed", priority: "urgent" },
    "a source without tickets": { source: "troubleshooter" },
    "three that meet nowhere": { status: "open", priority: "urgent", source: "api" },
    "mine, by chat, urgent": { assigneeId: "me", source: "chat", priority: "urgent" },
    "a month of old, still open": { status: "open", ...month(48) },
    "rare in a month": { q: "zeppelin", ...month(24) },
    "common in a month": { q: "printer", tag: "retail", ...month(36) },
    "a rare tag": { tag: "vip" },
    "a common tag": { tag: "retail" },
    "a rare word": { q: "zeppelin" },
    "a common word": { q: "printer" },
    "two letters": { q: "on" },
    "a word of 2,500, here and there": { q: "scanner" },
    "a word of 2,500, long ago": { q: "legacy" },
    "a tag of 20,000, long ago": { tag: "imported" },
    "no match": { q: "xylophonist" },
    "a customer's name": { q: "Customer 4711" },
    "a number": { q: "#4711" },
    diagnostics: { diagnostics: "wordpress.version:6.8.77" },
    "one customer": { customerId: longest?.customer_id },
    "last hour": { from: new Date(Date.now() - 3_600_000).toISOString() },
  };
  const slowest = { name: "", ms: 0 };
  for (const [name, filter] of Object.entries(filters)) {
    for (const sort of TICKET_SORTS) {
      const query = { ...filter, sort };
      const ms = await p95((cursor) => listTickets(ctx, listTicketsQuerySchema.parse({ ...query, cursor })));
      if (ms > slowest.ms) Object.assign(slowest, { name: `${name}, by ${sort}`, ms });
    }
  }
  const commentsMs = await p95((cursor) =>
    listComments(ctx, ticketId, listCommentsQuerySchema.parse({ order: "desc", cursor })),
  );
  const searches = ["customer 47", "Customer 4711", "xylophonist", "example.com", "on"];
  const customersMs = Math.max(
    ...(await inTurn(searches, (q) =>
      p95((cursor) => listCustomers(ctx, listCustomersQuerySchema.parse({ q, cursor }))),
    )),
  );
  const chatsMs = await p95((cursor) => listChats(ctx, listChatsQuerySchema.parse({ cursor })));
  const countsMs = await p95(async () => {
    await countTickets(ctx);
    return { nextCursor: null };
  });
  const chineseMs = await benchChinese();
  const target = `p95 ≤ ${TARGET_MS} ms`;
  const line = (what: string, ms: number, more = ""): Line => ({
    what,
    measured: `p95 ${ms.toFixed(1)} ms${more}`,
    target,
  });
  return [
    line(
      `ticket list, ${TICKETS / 1000}k tickets, slowest of ${Object.keys(filters).length} filters in ${TICKET_SORTS.length} orders`,
      slowest.ms,
      ` (${slowest.name}; filled in ${filledIn} s)`,
    ),
    line("counts of the ticket tabs", countsMs),
    line(`comments of the longest ticket, ${COMMENTS / 1_000_000} million comments`, commentsMs),
    line(`customer search, ${CUSTOMERS / 1000}k customers, slowest of ${searches.length} texts`, customersMs),
    line(
      `ticket search, ${CHINESE_TICKETS / 1000}k tickets in Chinese, slowest of ${CHINESE_WORDS.length} words`,
      chineseMs,
    ),
    line(`chat list, ${CHATS / 1000}k chats`, chatsMs),
  ];
}

/** Words that are rare, absent, common; of one character, of two and of more. */
async function benchChinese(): Promise<number> {
  const ctx = createContext(await createUser(await createOrganization(), { role: "agent" }));
  await asOwner((owner) => fillChinese(owner, ctx.organizationId));
  const words = CHINESE_WORDS.flatMap((q) => TICKET_SORTS.map((sort) => ({ q, sort })));
  const measured = await inTurn(words, (query) =>
    p95((cursor) => listTickets(ctx, listTicketsQuerySchema.parse({ ...query, cursor }))),
  );
  return Math.max(...measured);
}

async function inTurn<Item, Result>(items: Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

/** The month that began so many months ago. */
function month(ago: number): { from: string; to: string } {
  const at = (months: number) => new Date(Date.now() - months * 30 * DAY_MS).toISOString();
  return { from: at(ago), to: at(ago - 1) };
}

async function p95(
  load: (cursor: string | undefined) => Promise<Pick<Page<unknown>, "nextCursor">>,
): Promise<number> {
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    let cursor: string | undefined;
    for (let page = 0; page < PAGES; page++) {
      const started = performance.now();
      const { nextCursor } = await load(cursor);
      samples.push(performance.now() - started);
      if (nextCursor === null) break;
      cursor = nextCursor;
    }
  }
  return percentile(samples, 0.95);
}

/** A desk of five years: most tickets are closed, a few customers write a lot, words and tags are common and rare. */
async function fill(owner: postgres.Sql, ctx: Context): Promise<void> {
  const organizationId = ctx.organizationId;
  const userId = ctx.actor.type === "user" ? ctx.actor.userId : 0;
  await owner`
    insert into customers (organization_id, name, email, created_at)
    select ${organizationId}, 'Customer ' || n, 'customer' || n || '@example.com', now()
    from generate_series(1, ${CUSTOMERS}::int) n`;
  await owner`
    insert into tickets (organization_id, number, subject, body, status, priority, customer_id, assignee_id, source, tags,
                         diagnostics, comment_count, last_activity_at)
    select ${organizationId}, n,
           case when n % 50000 = 7 then 'Zeppelin ' when n % 200 = 9 then 'Scanner ' when n <= 2500 then 'Legacy ' else '' end || (array['Printer','Checkout','Invoice','Login','Export'])[1 + n % 5]
             || ' on fire, case ' || n,
           repeat('Since this morning nothing works. ', 12),
           (case when n % 40 = 0 then 'open' when n % 55 = 0 then 'pending' when n % 3 = 0 then 'resolved' else 'closed' end)::ticket_status,
           (array['low','normal','normal','normal','high','urgent'])[1 + n % 6]::ticket_priority,
           ids.list[1 + (n * 7919::bigint % ${CUSTOMERS}::int)],
           case when n % 4 = 0 then ${userId}::int end,
           (array['manual','api','incoming_webhook','chat'])[1 + n % 4],
           case when n % 20000 = 3 then array['vip'] when n <= 40000 and n % 2 = 1 then array['imported'] when n % 2 = 0 then array['retail'] else '{}' end,
           case when n % 5 = 0 then jsonb_build_object('wordpress', jsonb_build_object('version', '6.8.' || n % 200), 'php', '8.3') end,
           4, now() - make_interval(secs => (${TICKETS}::int - n) * 300)
    from generate_series(1, ${TICKETS}::int) n,
         (select array_agg(id) as list from customers where organization_id = ${organizationId}) ids`;
  await owner`
    insert into comments (organization_id, ticket_id, visibility, author_type, author_id, author_name, body)
    select ${organizationId}, t.id, 'public', 'user', ${String(userId)}, 'Ada', 'Thank you, we are looking into it.'
    from tickets t, generate_series(1, case when t.number = 1 then 20000 else ${Math.floor(COMMENTS / TICKETS)}::int end)
    where t.organization_id = ${organizationId}`;
  await owner`
    insert into chats (organization_id, subject, customer_id, last_message_at)
    select ${organizationId}, 'Chat ' || n, ids.list[1 + n % ${CUSTOMERS}::int], now() - make_interval(secs => n * 60)
    from generate_series(1, ${CHATS}::int) n,
         (select array_agg(id) as list from customers where organization_id = ${organizationId}) ids`;
  // As autovacuum would have done by then.
  await owner`vacuum analyze`;
}

/** Characters as unevenly common as in a language, so that most pairs are rare and a few are not. */
async function fillChinese(owner: postgres.Sql, organizationId: number): Promise<void> {
  await owner`
    insert into tickets (organization_id, number, subject, source, last_activity_at)
    select ${organizationId}, n, case when n % 70000 = 7 then '我的印刷机坏了 ' else '' end || random.text || ' ' || n, 'api',
           now() - make_interval(secs => (${CHINESE_TICKETS}::int - n) * 60)
    from generate_series(1, ${CHINESE_TICKETS}::int) n,
         lateral (select string_agg(chr(19968 + (power(random(), 3) * 3000)::int), '') as text from generate_series(1, 12 + n % 2)) random`;
  await owner`vacuum analyze tickets`;
}
