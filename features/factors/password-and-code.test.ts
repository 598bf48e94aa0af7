import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { database } from "@/db/client";
import { createOrganization, createUser } from "@/db/factories";
import { organizations } from "@/db/schema";
import { hashPassword } from "@/features/auth/password";
import { signInWithPasswordAndCode } from "./password-and-code";
import { codeOf, createEquipped, VISITOR } from "./test-set-up";

const password = "correct horse battery";

beforeEach(() => {
  const step = Math.floor(Date.now() / 30_000);
  vi.useFakeTimers({ now: (step + 0.5) * 30_000, toFake: ["Date"] });
});

afterEach(() => vi.useRealTimers());

test("a program without a second factor signs in as ever", async () => {
  const { email } = await person();
  expect((await signInWithPasswordAndCode({ email, password }, VISITOR))?.sessionId).toBeDefined();
});

test("a program with one sends the code, and is told what is missing", async () => {
  const user = await person();
  const { secret, recoveryCodes } = await createEquipped(user);
  const { email } = user;
  const tried = (code?: string) => signInWithPasswordAndCode({ email, password, code }, VISITOR);
  await expect(tried()).rejects.toMatchObject({
    code: "unauthorized",
    message: expect.stringContaining("`code`"),
  });
  await expect(tried("000000")).rejects.toMatchObject({ code: "unauthorized" });
  expect((await tried(codeOf(secret)))?.sessionId).toBeDefined();
  await expect(tried(codeOf(secret))).rejects.toMatchObject({ code: "unauthorized" });
  expect((await tried(recoveryCodes[0]))?.sessionId).toBeDefined();
  expect(
    await signInWithPasswordAndCode({ email, password: "wrong", code: codeOf(secret, 1) }, VISITOR),
  ).toBeNull();
});

test("a program whose role needs one adds it in a browser first", async () => {
  const user = await person();
  const { email } = user;
  const change = { factorRoles: ["viewer" as const] };
  await database().update(organizations).set(change).where(eq(organizations.id, user.organizationId));
  await expect(signInWithPasswordAndCode({ email, password, code: "123456" }, VISITOR)).rejects.toMatchObject(
    {
      code: "unauthorized",
      message: expect.stringContaining("browser"),
    },
  );
});

async function person() {
  const options = { role: "viewer", passwordHash: await hashPassword(password) } as const;
  return createUser(await createOrganization(), options);
}
