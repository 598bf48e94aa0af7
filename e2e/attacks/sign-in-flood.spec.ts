import { startAppWithAdmin } from "../app-with-admin";
import { expect, test } from "../fixtures";
import { signInFrom } from "../sign-in-from";
import { attack } from "./attack";

test.describe.configure({ timeout: 120_000 });

attack(
  { attempt: "60 sign-ins at once from 60 addresses", expected: "each in its turn or 503, others served" },
  async () => {
    // An app of its own, as whoever signs in meanwhile is refused, too.
    const { app, api } = await startAppWithAdmin("sign-in-flood");
    try {
      const tries = Array.from({ length: 60 }, (_, index) =>
        signInFrom(`127.0.9.${index + 1}`, app.url, {
          email: `nobody-${index}@example.com`,
          password: "wrong",
        }),
      );
      expect((await api.get("/api/v1/me")).status).toBe(200);
      for (const { status, retryAfter } of await Promise.all(tries))
        expect([status, retryAfter]).toEqual(status === 503 ? [503, 5] : [302, undefined]);
    } finally {
      await app.stop();
    }
  },
);
