import "server-only";
import type { AccountCaller } from "@/features/account/caller";
import { listConnectedSites } from "@/features/account/sites";
import { readCustomer } from "@/features/customers/queries";
import { consumeRateLimit } from "@/features/limits/rate-limit";
import { getOwnTicket, listOwnComments, listOwnTickets } from "@/features/troubleshooter/queries";
import type { Page } from "@/lib/pagination";
import { HOUR_MS, SECOND_MS } from "@/lib/time";

const PER_ACCOUNT = { name: "customer-export:account", max: 10, windowSeconds: HOUR_MS / SECOND_MS };
const PAGE = 100;

/** All that is the customer's own and that they may see, as one JSON text. One ticket at a time is in memory. */
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
  const { name, email, emails, phones, company, createdAt } = await readCustomer(ctx, account.customerId);
  const profile = { name, email, emails, phones, company, createdAt };
  const signIn = { email: account.email, isConfirmed: account.emailVerifiedAt !== null };
  yield `{"exportedAt":${JSON.stringify(new Date())},"profile":${JSON.stringify(profile)},"account":${JSON.stringify(signIn)}`;
  yield `,"tickets":[`;
  let separator = "";
  for await (const { id } of pagesOf((query) => listOwnTickets(ctx, query))) {
    const comments = await Array.fromAsync(pagesOf((query) => listOwnComments(ctx, id, query)));
    yield separator + JSON.stringify({ ...(await getOwnTicket(ctx, id)), comments });
    separator = ",";
  }
  yield `],"connectedSites":[`;
  separator = "";
  for await (const site of pagesOf((query) => listConnectedSites(ctx, query))) {
    const { client, host, scopes, createdAt: connectedAt, lastUsedAt } = site;
    yield separator + JSON.stringify({ app: client.name, host, scopes, connectedAt, lastUsedAt });
    separator = ",";
  }
  yield "]}";
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
