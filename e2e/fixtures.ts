// biome-ignore-all lint/correctness/noEmptyPattern: Playwright reads the dependencies of a fixture off the pattern.
import { test as base, type ConsoleMessage, expect, type Page, type Response } from "@playwright/test";
import {
  createOrganization,
  createToken,
  createUser,
  type TestOrganization,
  type TestUser,
} from "@/db/factories";
import { createSession, encodeSessionCookie, sessionCookieName } from "@/features/auth/session";
import { mintToken } from "@/features/tokens/secret";
import { env } from "@/lib/env";
import type { Role } from "@/lib/roles";
import type { Scope } from "@/lib/scopes";
import { Api, bearer } from "./api";
import { type Receiver, startReceiver } from "./receiver";
import { leaksIn, learnSecret } from "./secret-watch";

interface Fixtures {
  /** Own to the test, so that tests share nothing. */
  organization: TestOrganization;
  /** Adds a person to the test's organization. */
  person: (options?: { role?: Role }) => Promise<TestUser>;
  /** The Cookie header of a new session. */
  sessionCookie: (user: TestUser) => Promise<string>;
  /** Makes the browser signed in as a new person of the test's organization. */
  signIn: (options?: { role?: Role }) => Promise<TestUser>;
  /** The API with a new token; an admin's and with every scope unless told. */
  apiWith: (options?: { user?: TestUser; scopes?: Scope[] }) => Promise<Api>;
  /** The API with an admin's token that may do everything. */
  api: Api;
  /** The API in a new session of a person, for what tokens may not do; an admin's unless told. */
  apiAs: (user?: TestUser) => Promise<Api>;
  /** The API without any credential. */
  anonymous: Api;
  receiver: Receiver;
  /** Patterns of console errors that the test brings about on purpose; any other fails it. */
  expectedConsoleErrors: RegExp[];
}

export { expect };

export const test = base.extend<Fixtures>({
  organization: async ({}, use) => use(await createOrganization()),

  person: async ({ organization }, use) => use((options) => createUser(organization, options)),

  sessionCookie: async ({}, use) =>
    use(async (user) => {
      const { name, value } = await startSession(user);
      return `${name}=${value}`;
    }),

  signIn: async ({ person, context }, use) =>
    use(async (options) => {
      const user = await person(options);
      await context.addCookies([{ ...(await startSession(user)), url: env.APP_URL }]);
      return user;
    }),

  apiWith: async ({ person }, use) =>
    use(async ({ user, scopes } = {}) => {
      const token = mintToken();
      learnSecret(token, "a fixture");
      await createToken(user ?? (await person()), { token, ...(scopes && { scopes }) });
      return new Api(env.APP_URL, bearer(token));
    }),

  api: async ({ apiWith }, use) => use(await apiWith()),

  apiAs: async ({ person, sessionCookie }, use) =>
    use(async (user) => new Api(env.APP_URL, { cookie: await sessionCookie(user ?? (await person())) })),

  anonymous: async ({}, use) => use(new Api(env.APP_URL, {})),

  receiver: async ({}, use) => {
    const receiver = await startReceiver();
    await use(receiver);
    await receiver.stop();
  },

  expectedConsoleErrors: async ({}, use) => use([]),

  context: async ({ context, expectedConsoleErrors }, use) => {
    const errors: string[] = [];
    const searches: Promise<string[]>[] = [];
    context.on("page", (page) => watch(page, errors));
    context.on("response", (response) => searches.push(search(response)));
    await use(context);
    expect((await Promise.all(searches)).flat(), "secrets told twice").toEqual([]);
    const unexpected = errors.filter((error) => !expectedConsoleErrors.some((known) => known.test(error)));
    expect(unexpected, "errors in the browser's console").toEqual([]);
  },
});

function watch(page: Page, errors: string[]): void {
  page.on("pageerror", (error) => errors.push(`uncaught: ${error.message}`));
  page.on("console", (message: ConsoleMessage) => {
    if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
  });
}

/** Looks for secrets in what our server sent to the browser. */
async function search(response: Response): Promise<string[]> {
  const url = new URL(response.url());
  const type = response.headers()["content-type"] ?? "";
  if (url.origin !== env.APP_URL || !/html|json|x-component/.test(type)) return [];
  // The body is gone once the browser has moved on.
  const text = await response.text().catch(() => "");
  const path = url.pathname + url.search;
  return leaksIn({ method: response.request().method(), path, status: response.status(), text });
}

async function startSession(user: TestUser): Promise<{ name: string; value: string }> {
  const id = await createSession(user.id, { ip: null, userAgent: "Playwright" });
  if (!id) throw new Error("The user belongs to no organization.");
  const value = await encodeSessionCookie({ id, userId: user.id });
  learnSecret(value, "a fixture");
  return { name: sessionCookieName(), value };
}
