import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { mintToken } from "./secret";
import { verifyToken } from "./verify";

const USE = { ip: null, route: "/api/v1/me" };
// Settings are read at first use: nothing listens there, so whatever asks the database fails.
vi.stubEnv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing");

test("a token with any one character changed is refused without asking the database", async () => {
  const token = mintToken();
  await expect(verifyToken(token, USE)).rejects.toThrow();
  const character = fc.oneof(fc.string({ minLength: 1, maxLength: 1 }), fc.constantFrom(..."0Oo1lI_aZ9"));
  await fc.assert(
    fc.asyncProperty(fc.nat(token.length - 1), character, async (at, replacement) => {
      fc.pre(token[at] !== replacement);
      expect(await verifyToken(token.slice(0, at) + replacement + token.slice(at + 1), USE)).toBeNull();
    }),
    { numRuns: 500 },
  );
});
