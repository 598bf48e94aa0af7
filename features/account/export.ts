import "server-only";
import type { AccountCaller } from "@/features/account/caller";
import { listConnectedSites } from "@/features/account/sites";
import { readCustomer } from "@/features/customers/queries";
import { consumeRateLimit } from "@/features/limits/rate-limit";
import { getOwnTicket, listOwnComments, listOwnTickets } from "@/features/troubleshooter/queries";
import type { Context } from "@/lib/context";
import type { Page } from "@/lib/pagination";
import { HOUR_MS, SECOND_MS } from "@/lib/time";

const PER_ACCOUNT = { name: "customer-export:account", max: 10, windowSeconds: HOUR_MS / SECOND_MS };
const PAGE = 100;

/** All that is the customer's own and that they may see, as one JSON text. One page of a conversation at a time is in memory. */
export async function exportAccount(
  caller: Pick<AccountCaller, "ctx" | "account">,
): Promise<AsyncGenerator<string>> {
  await consumeRateLimit(PER_ACCOUNT, caller.account.id, "Your data was downloaded often in the last hour.");
  return writeExport(caller);
}

async function* writeExport({
  ctx,
  account,
}: Pick<AccountCaller, "ctx" | "account">): AsyncGenerator<string> {
  const { name, email, emails, phones, company, receivesMails, createdAt } = await readCustomer(
    ctx,
    account.customerId,
  );
  const profile = { name, email, emails, phones, company, receivesMails, createdAt };
  const signIn = { email: account.email, isConfirmed: account.emailVerifiedAt !== null };
  yield `{"exportedAt":${JSON.stringify(new Date())},"profile":${JSON.stringify(profile)},"account":${JSON.stringify(signIn)}`;
  yield `,"tickets":[`;
  let separator = "";
  for await (const { id } of pagesOf((query) => listOwnTickets(ctx, query))) {
    yield* writeTicket(ctx, id, separator);
    separator = ",";
  }
  yield `],"connectedSites":[`;
  yield* writeItems(
    pagesOf((query) => listConnectedSites(ctx, query)),
    ({ client, host, scopes, createdAt: connectedAt, lastUsedAt }) => ({
      app: client.name,
      host,
      scopes,
      connectedAt,
      lastUsedAt,
    }),
  );
  yield "]}";
}

async function* writeTicket(ctx: Context, id: string, separator: string): AsyncGenerator<string> {
  const ticket = JSON.stringify(await getOwnTicket(ctx, id));
  yield `${separator}${ticket.slice(0, -1)},"comments":[`;
  yield* writeItems(
    pagesOf((query) => listOwnComments(ctx, id, query)),
    (comment) => comment,
  );
  yield "]}";
}

async function* writeItems<Item>(
  items: AsyncGenerator<Item>,
  toWritten: (item: Item) => object,
): AsyncGenerator<string> {
  let separator = "";
  for await (const item of items) {
    yield separator + JSON.stringify(toWritten(item));
    separator = ",";
  }
}

type ReadPage<Item> = (query: { limit: number; cursor?: string }) => Promise<Page<Item>>;

async function* pagesOf<Item>(read: ReadPage<Item>): AsyncGenerator<Item> {
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page: Page<Item> = await read({ limit: PAGE, ...(cursor && { cursor }) });
    yield* page.data;
    cursor = page.nextCursor;
  }
}
