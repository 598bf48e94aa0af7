import { createCustomerAccount, createOAuthClient, createOrganization } from "@/db/factories";
import { openSession } from "@/features/oauth-sessions/open";
import { refreshSession } from "@/features/oauth-sessions/refresh";
import { verifyAccessToken } from "@/features/oauth-sessions/verify";
import type { Line } from "./report";

const SITES = 20;
const REFRESHES = 25;
const CALLS = 250;
const CALLER = { ip: "127.0.0.1", userAgent: "Bench" };

/** What the sites of an app cost: each call's access token, and a refresh now and then. */
export async function benchOAuth(): Promise<Line[]> {
  const organization = await createOrganization();
  const client = await createOAuthClient(organization);
  const account = await createCustomerAccount(organization);
  const opening = {
    client,
    accountId: account.id,
    scopes: client.scopes,
    host: null,
    origin: "password",
  } as const;
  const tokens = await Promise.all(Array.from({ length: SITES }, () => openSession(opening, CALLER)));
  const verified = await rateOf(SITES * CALLS, () =>
    eachOf(tokens, async ({ access_token }) => {
      for (let call = 0; call < CALLS; call++) await verifyAccessToken(access_token, CALLER);
    }),
  );
  const refreshed = await rateOf(SITES * REFRESHES, () =>
    eachOf(tokens, async ({ refresh_token }) => {
      let refreshToken = refresh_token ?? "";
      for (let round = 0; round < REFRESHES; round++)
        refreshToken =
          (await refreshSession(client, { refreshToken, scope: undefined }, CALLER)).refresh_token ?? "";
    }),
  );
  return [
    {
      what: `access tokens verified, ${SITES} at once`,
      measured: `${verified}/s`,
      target: "≥ 1,000/s",
      ceiling: "-",
    },
    { what: `refreshes, ${SITES} at once`, measured: `${refreshed}/s`, target: "≥ 100/s", ceiling: "-" },
  ];
}

async function eachOf<Item>(items: Item[], work: (item: Item) => Promise<void>): Promise<void> {
  await Promise.all(items.map(work));
}

async function rateOf(count: number, work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return Math.round((count / (performance.now() - startedAt)) * 1000);
}
