import { createOAuthClientEndpoint } from "@/features/oauth-clients/contract";
import { signInByPassword } from "../../scripts/password-sign-in";
import { Api } from "../api";
import { type AppWithAdmin, startAppWithAdmin } from "../app-with-admin";
import { expect, test } from "../fixtures";
import { logInFrom, signInFrom } from "../sign-in-from";
import { attack } from "./attack";

test.describe.configure({ timeout: 120_000 });

// An app of its own, as whoever signs in meanwhile is refused, too.
let started: AppWithAdmin;
test.beforeAll(async () => {
  started = await startAppWithAdmin("sign-in-flood");
});
test.afterAll(() => started.app.stop());

attack(
  { attempt: "60 sign-ins at once from 60 addresses", expected: "each in its turn or 503, others served" },
  async () => {
    const { app, api } = started;
    const tries = Array.from({ length: 60 }, (_, index) =>
      signInFrom(`127.0.9.${index + 1}`, app.url, {
        email: `nobody-${index}@example.com`,
        password: "wrong",
      }),
    );
    expect((await api.get("/api/v1/me")).status).toBe(200);
    for (const { status, retryAfter } of await Promise.all(tries))
      expect([status, retryAfter]).toEqual(status === 503 ? [503, 5] : [302, undefined]);
  },
);

attack(
  {
    attempt: "200 sign-ins of customers at once, half of them from one address",
    expected: "401, or 429 and 503 with Retry-After; others served",
  },
  async () => {
    const { app, admin, api } = started;
    const session = new Api(app.url, { cookie: await signInByPassword(app.url, admin) });
    const { clientId } = await session.call(createOAuthClientEndpoint, {
      body: {
        name: "Helper",
        type: "public",
        firstParty: true,
        redirectUris: ["https://*/wp-admin/admin.php"],
        scopes: ["troubleshooter"],
      },
    });
    const tries = Array.from({ length: 200 }, (_, index) =>
      logInFrom(`127.0.8.${Math.max(1, index - 99)}`, app.url, {
        client_id: clientId,
        email: `nobody-${index}@example.com`,
        password: "wrong",
      }),
    );
    expect((await api.get("/api/v1/me")).status).toBe(200);
    const outcomes = await Promise.all(tries);
    for (const { status, retryAfter } of outcomes)
      expect(status === 401 ? retryAfter : (retryAfter ?? 0) > 0, `status ${status}`).toBe(
        status === 401 ? undefined : true,
      );
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set([401, 429, 503]));
  },
);
