import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import { createContext, createOrganization, createUser, type TestOrganization } from "@/db/factories";
import { customerAccounts, customerIdentities, customers, organizations } from "@/db/schema";
import { confirmByLink } from "@/features/customer-accounts/confirm";
import type { RegistrationPolicy } from "@/features/customer-accounts/queries";
import { registerAccount } from "@/features/customer-accounts/register";
import { resetPassword } from "@/features/customer-accounts/reset-password";
import { verifyAccount } from "@/features/customer-accounts/sign-in";
import { watchLinks } from "@/features/customer-accounts/test-links";
import { identifyCustomer } from "@/features/customers/identify";
import { getCustomer } from "@/features/customers/queries";
import { createTicketSchema } from "@/features/tickets/schema";
import { createTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";
import { readEmailAddress } from "@/lib/email-address";
import { RateLimitedError } from "@/lib/errors";

const PASSWORD = "a sentence that nobody guesses";
const links = watchLinks();

interface Desk {
  organization: TestOrganization;
  ctx: Context;
}

async function openDesk(registration: RegistrationPolicy = "open"): Promise<Desk> {
  const organization = await createOrganization();
  await database()
    .update(organizations)
    .set({ customerRegistration: registration })
    .where(eq(organizations.id, organization.id));
  return { organization, ctx: createContext(await createUser(organization)) };
}

/** From an address of its own, so that the limits of one test don't reach another. */
function visitor() {
  return { ip: `test-${randomUUID()}`, userAgent: "Test" };
}

function register({ organization }: Desk, email: string, more: { password?: string; name?: string } = {}) {
  return registerAccount(organization.id, { email, password: PASSWORD, ...more }, visitor());
}

function signIn({ organization }: Desk, email: string, password = PASSWORD) {
  return verifyAccount(organization.id, email, password, visitor());
}

async function known(ctx: Context, email: string): Promise<string> {
  return transaction(() => identifyCustomer(ctx, { email, name: "Dana" }));
}

function newEmail() {
  return `${randomUUID()}@customer.example`;
}

test("registering makes a customer of its own, who is recognised by nothing yet", async () => {
  const desk = await openDesk();
  const email = newEmail();
  const { customerId } = await register(desk, email);
  expect(await getCustomer(desk.ctx, customerId)).toMatchObject({ name: email, email: null, emails: [] });
  expect(await signIn(desk, email)).toMatchObject({ customerId, email, emailVerifiedAt: null });
  expect(await signIn(desk, email, "another sentence by far")).toBeNull();
  // What arrives from the address meanwhile may be of somebody else.
  expect(await known(desk.ctx, email)).not.toBe(customerId);
});

test("an account's row holds a hash only, and what was asked for beyond the form does not matter", async () => {
  const desk = await openDesk();
  const email = newEmail();
  await register(desk, email);
  const [row] = await database().select().from(customerAccounts).where(eq(customerAccounts.email, email));
  expect(row?.passwordHash).toMatch(/^\$argon2id\$/);
  expect(JSON.stringify(row)).not.toContain(PASSWORD);
});

test("a password that is easily guessed is refused", async () => {
  const desk = await openDesk();
  await expect(register(desk, newEmail(), { password: "password1234" })).rejects.toMatchObject({
    code: "invalid",
    issues: [{ path: "password" }],
  });
});

test("where only known customers may register, guessing right slows nobody less than guessing wrong", async () => {
  const desk = await openDesk("known");
  const [email, unknown] = [newEmail(), newEmail()];
  await known(desk.ctx, email);
  const triesOf = async (address: string) => {
    await register(desk, address);
    for (let tries = 1; ; tries++) {
      const outcome = await signIn(desk, address).catch((error: unknown) => error);
      if (outcome !== null) return { tries, outcome };
    }
  };
  const refused = { tries: expect.any(Number), outcome: expect.any(RateLimitedError) };
  const [ofKnown, ofUnknown] = [await triesOf(email), await triesOf(unknown)];
  expect([ofKnown, ofUnknown]).toEqual([refused, refused]);
  expect(ofKnown.tries).toBe(ofUnknown.tries);
});

test("of a known address nothing shows until its owner confirms it; then the two are one", async () => {
  const desk = await openDesk();
  const email = newEmail();
  const ticket = await createTicket(
    desk.ctx,
    createTicketSchema.parse({ subject: "Printer", customer: { email, name: "Dana" } }),
  );
  const knownId = ticket.customer?.id ?? "";
  const { customerId } = await register(desk, email);
  expect(customerId).not.toBe(knownId);

  await confirmByLink(links.to(email)[0]?.token ?? "", visitor());
  expect(await signIn(desk, email)).toMatchObject({ customerId: knownId, emailVerifiedAt: expect.any(Date) });
  expect(await getCustomer(desk.ctx, customerId)).toMatchObject({ mergedIntoId: knownId });
  expect(await getCustomer(desk.ctx, knownId)).toMatchObject({ name: "Dana", emails: [email] });
});

test("an address that only a shop's user claimed opens nobody else's tickets once it is confirmed", async () => {
  const desk = await openDesk();
  const [victim, email, externalId] = [newEmail(), newEmail(), randomUUID()];
  const victimId = await known(desk.ctx, victim);
  // The shop tells what its user wrote: somebody's address first, their own later.
  for (const claimed of [victim, email])
    await transaction(() => identifyCustomer(desk.ctx, { externalId, email: claimed }));
  const { customerId } = await register(desk, email);
  await confirmByLink(links.to(email)[0]?.token ?? "", visitor());
  expect(await signIn(desk, email)).toMatchObject({ customerId, emailVerifiedAt: expect.any(Date) });
  expect(await getCustomer(desk.ctx, victimId)).toMatchObject({ email: victim, emails: [victim] });
  expect(await getCustomer(desk.ctx, customerId)).toMatchObject({
    email,
    emails: [email],
    possibleDuplicates: [{ id: victimId }],
  });
});

test("an address that nobody knew is the customer's once it is confirmed", async () => {
  const desk = await openDesk();
  const email = newEmail();
  const { customerId } = await register(desk, email);
  await confirmByLink(links.to(email)[0]?.token ?? "", visitor());
  expect(await getCustomer(desk.ctx, customerId)).toMatchObject({ name: null, email, emails: [email] });
  expect(await known(desk.ctx, email)).toBe(customerId);
});

test("a link confirms once, however many come at once, also while others write to the address", async () => {
  const desk = await openDesk();
  const email = newEmail();
  const knownId = await known(desk.ctx, email);
  await register(desk, email);
  const token = links.to(email)[0]?.token ?? "";
  const outcomes = await Promise.allSettled([
    ...Array.from({ length: 4 }, () => confirmByLink(token, visitor())),
    ...Array.from({ length: 4 }, () => known(desk.ctx, email)),
  ]);
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(refused).toHaveLength(3);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: "conflict" });
  expect(await signIn(desk, email)).toMatchObject({ customerId: knownId });
});

test("of many registrations at once for one address one makes the account, and all answer alike", async () => {
  const desk = await openDesk();
  const email = newEmail();
  const answers = await Promise.all(Array.from({ length: 6 }, () => register(desk, email)));
  expect(new Set(answers.map(({ customerId }) => customerId)).size).toBe(6);
  for (const answer of answers)
    expect(answer).toEqual({ customerId: expect.stringMatching(/^[0-9a-f-]{36}$/), email });
  const own = eq(customerAccounts.organizationId, desk.organization.id);
  expect(await database().select().from(customerAccounts).where(own)).toHaveLength(1);
  expect(
    await database().select().from(customers).where(eq(customers.organizationId, desk.organization.id)),
  ).toHaveLength(1);
});

test("who registers an address again changes nothing; its owner gets a link to set a new password", async () => {
  const desk = await openDesk();
  const email = newEmail();
  const first = await register(desk, email);
  const second = await register(desk, email, { password: "what the stranger would like", name: "Stranger" });
  expect(second.customerId).not.toBe(first.customerId);
  await expect(getCustomer(desk.ctx, second.customerId)).rejects.toMatchObject({ code: "not_found" });
  expect(await signIn(desk, email, "what the stranger would like")).toBeNull();
  await expect
    .poll(() => links.to(email).map(({ url }) => url.pathname))
    .toEqual(["/oauth/verify", "/oauth/reset"]);
});

test("whoever's address was registered by a stranger takes the account over, and the stranger is out", async () => {
  const desk = await openDesk();
  const email = newEmail();
  const knownId = await known(desk.ctx, email);
  await register(desk, email, { password: "what the stranger would like" });
  await register(desk, email);
  await expect.poll(() => links.to(email)).toHaveLength(2);
  const [verification, reset] = links.to(email);
  await resetPassword(reset?.token ?? "", PASSWORD, visitor());
  expect(await signIn(desk, email, "what the stranger would like")).toBeNull();
  expect(await signIn(desk, email)).toMatchObject({ customerId: knownId });
  await expect(confirmByLink(verification?.token ?? "", visitor())).rejects.toMatchObject({
    code: "conflict",
  });
});

test("one mailbox is one account, however it is spelled", async () => {
  const desk = await openDesk();
  const email = newEmail();
  const spelled = [email, email.toUpperCase(), `Dana <${email}>`, email.replace("e", "\uff45")];
  for (const one of spelled) await register(desk, readEmailAddress(one) ?? "");
  const own = eq(customerAccounts.organizationId, desk.organization.id);
  expect(await database().select().from(customerAccounts).where(own)).toHaveLength(1);
});

test("by invitation nobody registers", async () => {
  const desk = await openDesk("invitation");
  await expect(register(desk, newEmail())).rejects.toMatchObject({ code: "forbidden" });
});

test("where customers only may register, the answer does not tell who is one, and the address comes first", async () => {
  const desk = await openDesk("known");
  const [email, stranger] = [newEmail(), newEmail()];
  const knownId = await known(desk.ctx, email);
  for (const one of [email, stranger])
    expect(await register(desk, one)).toEqual({ customerId: expect.any(String), email: one });
  expect(await signIn(desk, stranger)).toBeNull();
  await expect.poll(() => links.to(email)).toHaveLength(1);
  expect(await signIn(desk, email)).toBeNull();
  await confirmByLink(links.to(email)[0]?.token ?? "", visitor());
  expect(await signIn(desk, email)).toMatchObject({ customerId: knownId });
  expect(links.to(stranger)).toEqual([]);
});

test("two desks know nothing of each other's accounts", async () => {
  const [one, other] = [await openDesk(), await openDesk()];
  const email = newEmail();
  await register(one, email);
  expect(await signIn(other, email)).toBeNull();
  await register(other, email, { password: "quite another long sentence" });
  expect(await signIn(other, email, "quite another long sentence")).toMatchObject({
    organizationId: other.organization.id,
  });
  expect(
    await database()
      .select()
      .from(customerIdentities)
      .where(and(eq(customerIdentities.value, email))),
  ).toEqual([]);
});
