import { randomUUID } from "node:crypto";
import { createTokenEndpoint } from "@/features/tokens/contract";
import { signInByPassword } from "../scripts/password-sign-in";
import { Api, bearer } from "./api";
import { type App, type AppOptions, startApp } from "./app";

export interface AppWithAdmin {
  app: App;
  admin: { email: string; password: string };
  /** Calls with a token of the admin that may publish, subscribe, read deliveries and make incoming webhooks. */
  api: Api;
}

/** An app of one's own, set up without a browser: for tests that kill its processes or use up its limits. */
export async function startAppWithAdmin(
  name: string,
  environment: Record<string, string> = {},
  options: AppOptions = {},
): Promise<AppWithAdmin> {
  const admin = { email: "admin@example.com", password: randomUUID() };
  const app = await startApp({
    ...options,
    name,
    environment: {
      INITIAL_ADMIN_EMAIL: admin.email,
      INITIAL_ADMIN_PASSWORD: admin.password,
      LOG_LEVEL: "warn",
      ...environment,
    },
  });
  try {
    const session = new Api(app.url, { cookie: await signInByPassword(app.url, admin) });
    const { token } = await session.call(createTokenEndpoint, {
      body: {
        name: "Tests",
        scopes: [
          "events:write",
          "subscriptions:write",
          "deliveries:write",
          "incoming_webhooks:write",
          "tickets:read",
        ],
      },
    });
    return { app, admin, api: new Api(app.url, bearer(token)) };
  } catch (error) {
    await app.stop();
    throw new Error(`The app could not be used:\n${await app.problems()}`, { cause: error });
  }
}
