import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { factors } from "@/db/schema";
import { SoftAuthenticator } from "@/e2e/soft-authenticator";
import { env } from "@/lib/env";
import { addPasskey, startPasskey } from "./add";
import { askForPasskey } from "./passkeys";
import { askPendingForPasskey, completeSignIn, signInWithPasskey } from "./pending";
import { startSignIn, VISITOR } from "./test-set-up";

const origin = env.APP_URL;

test("a passkey is added, opens the step after the password, and signs in alone", async () => {
  const { user, device } = await withPasskey();
  const pending = await startSignIn(user);
  expect(pending.kinds).toEqual(["passkey"]);
  const { challenge, allowCredentials } = await askPendingForPasskey(pending);
  expect(allowCredentials?.map(({ id }) => id)).toEqual([device.id]);
  const passkey = device.get({ challenge, origin });
  expect((await completeSignIn(pending, VISITOR, { passkey })).sessionId).toBeDefined();

  const alone = await askForPasskey("sign-in");
  const entry = await signInWithPasskey(device.get({ challenge: alone.challenge, origin }), VISITOR);
  expect(entry).toMatchObject({ userId: user.id, sessionId: expect.any(String) });
});

test("a challenge is answered once, and only where it was asked", async () => {
  const { user, device } = await withPasskey();
  const [pending, other] = [await startSignIn(user), await startSignIn(user)];
  const { challenge } = await askPendingForPasskey(pending);
  const passkey = device.get({ challenge, origin });
  await expect(completeSignIn(other, VISITOR, { passkey })).rejects.toMatchObject({ code: "invalid" });
  await expect(signInWithPasskey(passkey, VISITOR)).rejects.toMatchObject({ code: "invalid" });
  expect((await completeSignIn(pending, VISITOR, { passkey })).sessionId).toBeDefined();
  await expect(completeSignIn(other, VISITOR, { passkey })).rejects.toMatchObject({ code: "invalid" });
});

test.each([
  ["another site", { origin: "https://evil.example" }],
  ["another party", { rpId: "evil.example" }],
  ["nobody recognized", { isRecognized: false }],
  ["a challenge of its own", { challenge: "AAAA" }],
])("refuses an answer with %s", async (_, wrong) => {
  const { user, device } = await withPasskey();
  const pending = await startSignIn(user);
  const { challenge } = await askPendingForPasskey(pending);
  const passkey = device.get({ challenge, origin, ...wrong });
  await expect(completeSignIn(pending, VISITOR, { passkey })).rejects.toMatchObject({ code: "invalid" });
});

test.each([
  ["another site", { origin: "https://evil.example" }],
  ["nobody recognized", { isRecognized: false }],
  ["a challenge of its own", { challenge: "AAAA" }],
])("adds none with %s", async (_, wrong) => {
  const ctx = createContext(await createUser(await createOrganization()));
  const { challenge } = await startPasskey(ctx);
  const credential = new SoftAuthenticator().create({ challenge, origin, ...wrong });
  await expect(addPasskey(ctx, { name: "Laptop", credential })).rejects.toMatchObject({ code: "invalid" });
});

test("a copy of the key is known by its count", async () => {
  const { user, device } = await withPasskey();
  const answer = async (signCount: number) => {
    device.signCount = signCount;
    const pending = await startSignIn(user);
    const { challenge } = await askPendingForPasskey(pending);
    return completeSignIn(pending, VISITOR, { passkey: device.get({ challenge, origin }) });
  };
  expect((await answer(5)).sessionId).toBeDefined();
  await expect(answer(5)).rejects.toMatchObject({ code: "invalid" });
  await expect(answer(4)).rejects.toMatchObject({ code: "invalid" });
  expect((await answer(6)).sessionId).toBeDefined();
});

test("a passkey belongs to one account, and a device that has one is not asked again", async () => {
  const { ctx, device } = await withPasskey();
  const { excludeCredentials } = await startPasskey(ctx);
  expect(excludeCredentials?.map(({ id }) => id)).toEqual([device.id]);
  const other = createContext(await createUser(await createOrganization()));
  const { challenge } = await startPasskey(other);
  const credential = device.create({ challenge, origin });
  await expect(addPasskey(other, { name: "Stolen", credential })).rejects.toMatchObject({ code: "conflict" });
});

test("a passkey of somebody else opens no step", async () => {
  const [one, other] = [await withPasskey(), await withPasskey()];
  const pending = await startSignIn(one.user);
  const { challenge } = await askPendingForPasskey(pending);
  const passkey = other.device.get({ challenge, origin });
  await expect(completeSignIn(pending, VISITOR, { passkey })).rejects.toMatchObject({ code: "invalid" });
});

test("a passkey that was removed signs nobody in", async () => {
  const { user, device } = await withPasskey();
  await database().delete(factors).where(eq(factors.userId, user.id));
  const { challenge } = await askForPasskey("sign-in");
  await expect(signInWithPasskey(device.get({ challenge, origin }), VISITOR)).rejects.toMatchObject({
    code: "invalid",
  });
});

async function withPasskey() {
  const user = await createUser(await createOrganization());
  const ctx = createContext(user);
  const device = new SoftAuthenticator();
  const { challenge } = await startPasskey(ctx);
  await addPasskey(ctx, { name: "Laptop", credential: device.create({ challenge, origin }) });
  return { user, ctx, device };
}
