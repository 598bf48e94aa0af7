import { and, asc, eq } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { database, transaction } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { auditLog, customerIdentities, events } from "@/db/schema";
import { identifyCustomer } from "@/features/customers/identify";
import { getCustomer, listCustomers } from "@/features/customers/queries";
import { createCustomerSchema, customerInputSchema } from "@/features/customers/schema";
import { createCustomer } from "@/features/customers/service";
import { createTicketSchema } from "@/features/tickets/schema";
import { createTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";

async function signedIn(): Promise<Context> {
  return createContext(await createUser(await createOrganization()));
}

function identify(ctx: Context, input: object): Promise<string> {
  return transaction(() => identifyCustomer(ctx, customerInputSchema.parse(input)));
}

function auditOf(ctx: Context) {
  return database()
    .select({ action: auditLog.action, targetId: auditLog.targetId, changes: auditLog.changes })
    .from(auditLog)
    .where(and(eq(auditLog.organizationId, ctx.organizationId), eq(auditLog.targetType, "customer")))
    .orderBy(asc(auditLog.id));
}

const PHONE = "+1 416 555 0142";

describe("a phone number", () => {
  test("makes no two people one: the second person's ticket, address and name are their own", async () => {
    const ctx = await signedIn();
    const file = (customer: object) =>
      createTicket(ctx, createTicketSchema.parse({ subject: "Hi", customer }));
    const dana = await file({ email: "dana@example.com", phone: PHONE });
    const eva = await file({ email: "eva@example.com", phone: PHONE });
    expect(eva.customer?.id).not.toBe(dana.customer?.id);
    expect(await getCustomer(ctx, dana.customer?.id ?? "")).toMatchObject({
      emails: ["dana@example.com"],
      phones: ["+14165550142"],
    });
    expect(await getCustomer(ctx, eva.customer?.id ?? "")).toMatchObject({
      emails: ["eva@example.com"],
      phone: PHONE,
      phones: ["+14165550142"],
    });
  });

  test("beside an outside id it doesn't count either", async () => {
    const ctx = await signedIn();
    const a = await identify(ctx, { externalId: "crm-1", phone: PHONE });
    expect(await identify(ctx, { externalId: "crm-2", phone: PHONE })).not.toBe(a);
  });

  test("alone it leads to the only one who has it, else to the one of whom only it is known", async () => {
    const ctx = await signedIn();
    const dana = await identify(ctx, { email: "dana@example.com", phone: PHONE });
    expect(await identify(ctx, { phone: "+1 (416) 555-0142" })).toBe(dana);
    const eva = await identify(ctx, { email: "eva@example.com", phone: PHONE });
    const somebody = await identify(ctx, { phone: PHONE });
    expect([dana, eva]).not.toContain(somebody);
    expect(await identify(ctx, { phone: PHONE })).toBe(somebody);
  });

  test.each(["0000000", "+1111111111", "00 00 00 00 0", "1234567890", "+12345678"])(
    "%s was typed to fill the field, and is nobody's",
    async (phone) => {
      const ctx = await signedIn();
      const a = await identify(ctx, { name: "A", phone });
      expect(await identify(ctx, { name: "B", phone })).not.toBe(a);
      expect(await identify(ctx, { phone })).not.toBe(await identify(ctx, { phone }));
    },
  );
});

describe("an outside id", () => {
  test("decides, and a new address is added to it, on record and without the address in the log", async () => {
    const ctx = await signedIn();
    const a = await identify(ctx, { externalId: "crm-1", email: "a@example.com" });
    expect(await identify(ctx, { externalId: "crm-1", email: "a2@example.com" })).toBe(a);
    expect(await getCustomer(ctx, a)).toMatchObject({
      email: "a@example.com",
      emails: ["a@example.com", "a2@example.com"],
    });
    const log = await auditOf(ctx);
    expect(log.map(({ action }) => action)).toEqual(["customer.created", "customer.identity_added"]);
    expect(JSON.parse(log[1]?.changes ?? "")).toEqual({ emails: { from: "changed", to: "changed" } });
    expect(JSON.stringify(log)).not.toContain("example.com");
    const [, updated] = await database()
      .select({ data: events.data })
      .from(events)
      .where(eq(events.organizationId, ctx.organizationId))
      .orderBy(asc(events.id));
    expect(JSON.parse(updated?.data ?? "{}").changed).toEqual({
      emails: { from: ["a@example.com"], to: ["a@example.com", "a2@example.com"] },
    });
  });

  test("that is new is added to the customer with the address", async () => {
    const ctx = await signedIn();
    const a = await identify(ctx, { email: "a@example.com" });
    expect(await identify(ctx, { externalId: "crm-1", email: "a@example.com" })).toBe(a);
    expect(await identify(ctx, { externalId: "crm-1" })).toBe(a);
    expect((await getCustomer(ctx, a)).externalIds).toEqual(["crm-1"]);
    expect((await auditOf(ctx)).map(({ action }) => action)).toEqual([
      "customer.created",
      "customer.identity_added",
    ]);
  });

  test("of one with the address of another is the first, and a hint on both, never a merge", async () => {
    const ctx = await signedIn();
    const a = await identify(ctx, { externalId: "crm-1", name: "A" });
    const b = await identify(ctx, { email: "b@example.com", name: "B" });
    const mixed = { externalId: "crm-1", email: "b@example.com", phone: PHONE };
    expect(await identify(ctx, mixed)).toBe(a);
    expect(await identify(ctx, mixed)).toBe(a);
    expect(await identify(ctx, { email: "b@example.com" })).toBe(b);
    expect(await getCustomer(ctx, a)).toMatchObject({
      email: null,
      emails: [],
      possibleDuplicates: [{ id: b, name: "B", email: "b@example.com" }],
    });
    expect(await getCustomer(ctx, b)).toMatchObject({
      externalIds: [],
      phone: null,
      possibleDuplicates: [{ id: a, name: "A", email: null }],
    });
    expect((await auditOf(ctx)).filter(({ action }) => action === "customer.duplicate_suspected")).toEqual([
      {
        action: "customer.duplicate_suspected",
        targetId: a,
        changes: JSON.stringify({ duplicateOf: { from: null, to: b } }),
      },
    ]);
  });

  test("collects no addresses without end", async () => {
    const ctx = await signedIn();
    const id = await identify(ctx, { externalId: "contact-form" });
    for (let n = 0; n < 23; n += 1)
      expect(await identify(ctx, { externalId: "contact-form", email: `${n}@example.com` })).toBe(id);
    expect((await getCustomer(ctx, id)).emails).toHaveLength(20);
    expect(await identify(ctx, { email: "22@example.com" })).not.toBe(id);
  });

  test.each([
    "0",
    " 0 ",
    "000",
    "-1",
    "null",
    "NULL",
    "None",
    "(none)",
    "undefined",
    "Guest",
    "anonymous",
    "N/A",
    "NaN",
    "[object Object]",
    "00000000-0000-0000-0000-000000000000",
    "{{ user.id }}",
    "<%= user.id %>",
    "-",
    "ｇｕｅｓｔ",
  ])("%s stands for nobody", async (externalId) => {
    const ctx = await signedIn();
    const a = await identify(ctx, { externalId, email: "a@example.com" });
    const b = await identify(ctx, { externalId, email: "b@example.com" });
    expect(b).not.toBe(a);
    expect((await getCustomer(ctx, a)).externalIds).toEqual([]);
    expect(await identify(ctx, { externalId })).not.toBe(await identify(ctx, { externalId }));
    const refused = createCustomerSchema.safeParse({ name: "C", externalId });
    expect(refused.error?.issues[0]?.message).toMatch(/stands for nobody/);
  });

  test("that is empty counts as left out; ids that only look like placeholders are ids", async () => {
    const ctx = await signedIn();
    for (const externalId of ["", "  ", null])
      expect(customerInputSchema.parse({ name: "A", externalId }).externalId).toBeUndefined();
    for (const externalId of ["1", "10", "guest-7", "日本", "nullable"])
      expect(await identify(ctx, { externalId })).toBe(await identify(ctx, { externalId }));
  });
});

test.each([
  "noreply@shop.example",
  "no-reply@shop.example",
  "Do.Not.Reply@shop.example",
  "undefined@x.example",
])("%s is everybody's address", async (email) => {
  const ctx = await signedIn();
  const a = await identify(ctx, { email, externalId: "crm-1" });
  expect(await identify(ctx, { email, externalId: "crm-2" })).not.toBe(a);
  const ticket = await createTicket(ctx, createTicketSchema.parse({ subject: "Hi", customer: { email } }));
  expect(ticket.customer).toMatchObject({ name: email.toLowerCase(), email: null });
  expect(await identify(ctx, { email })).not.toBe(ticket.customer?.id);
});

interface Input {
  email?: string | undefined;
  externalId?: string | undefined;
  phone?: string | undefined;
}

const EMAILS = ["a@example.com", "b@example.com", "noreply@example.com"];
const IDS = ["crm-1", "crm-2", "0"];
const PHONES = ["+14165550142", "0000000"];

function maybe(values: string[]) {
  return fc.option(fc.constantFrom(...values), { nil: undefined });
}

const inputs = fc.array(fc.record({ email: maybe(EMAILS), externalId: maybe(IDS), phone: maybe(PHONES) }), {
  minLength: 2,
  maxLength: 12,
});

interface Person {
  email: string | null;
  emails: string[];
  externalIds: string[];
  phone: string | null;
}

/** The rules in their shortest form. */
class Model {
  readonly people: Person[] = [];
  readonly hints = new Set<string>();

  identify(input: Input): Person {
    const email = input.email?.startsWith("noreply") ? undefined : input.email;
    const externalId = input.externalId === "0" ? undefined : input.externalId;
    const phone = input.phone === "0000000" ? undefined : input.phone;
    const byId = this.people.find((one) => one.externalIds.some((id) => id === externalId));
    const byEmail = this.people.find((one) => one.emails.some((own) => own === email));
    const byPhone = email || externalId ? undefined : this.#byPhone(phone);
    const person = byId ?? byEmail ?? byPhone ?? this.#add();
    if (externalId && !byId) person.externalIds.push(externalId);
    if (email && !byEmail) person.emails.push(email);
    if (byId && byEmail && byId !== byEmail) this.hints.add(this.#pair(byId, byEmail));
    person.email ??= person.emails[0] ?? null;
    person.phone ??= phone ?? null;
    return person;
  }

  #byPhone(phone: string | undefined): Person | undefined {
    const all = this.people.filter((one) => phone && one.phone === phone);
    const bare = all.filter((one) => one.emails.length + one.externalIds.length === 0);
    const [only, second] = all.length === 1 ? all : bare;
    return second ? undefined : only;
  }

  #add(): Person {
    const person = { email: null, emails: [], externalIds: [], phone: null };
    this.people.push(person);
    return person;
  }

  #pair(a: Person, b: Person): string {
    return [this.people.indexOf(a), this.people.indexOf(b)].toSorted().join();
  }
}

function saysSomething({ email, externalId, phone }: Input): boolean {
  return Boolean(email || externalId || phone);
}

test("any sequence of calls ends as the rules say", async () => {
  await fc.assert(
    fc.asyncProperty(inputs, async (sequence) => {
      const ctx = await signedIn();
      const model = new Model();
      const ids = new Map<Person, string>();
      for (const input of sequence.filter(saysSomething)) {
        const person = model.identify(input);
        const id = await identify(ctx, input);
        expect(ids.get(person) ?? id).toBe(id);
        ids.set(person, id);
      }
      expect(new Set(ids.values()).size).toBe(model.people.length);
      for (const [person, id] of ids) {
        const { email, emails, externalIds, phone, possibleDuplicates } = await getCustomer(ctx, id);
        expect({ email, emails, externalIds, phone }).toEqual({
          ...person,
          emails: expect.arrayContaining(person.emails),
        });
        expect(emails).toHaveLength(person.emails.length);
        const index = String(model.people.indexOf(person));
        const hinted = [...model.hints].filter((pair) => pair.split(",").includes(index));
        expect(possibleDuplicates).toHaveLength(hinted.length);
      }
    }),
    { numRuns: 20 },
  );
}, 120_000);

test("calls at once are as safe as calls in a row", async () => {
  await fc.assert(
    fc.asyncProperty(inputs, async (all) => {
      const ctx = await signedIn();
      const calls = all.filter(saysSomething);
      const results = await Promise.all(calls.map((input) => identify(ctx, input)));
      const owners = new Map<string, string>();
      calls.forEach(({ email, externalId }, index) => {
        const key = externalId && externalId !== "0" ? externalId : email;
        if (!key || key.startsWith("noreply")) return;
        const id = results[index] ?? "";
        expect(owners.get(key) ?? id).toBe(id);
        owners.set(key, id);
      });
      const withoutIds = calls.every(({ externalId }) => !externalId || externalId === "0");
      const rows = await database()
        .select({ customerId: customerIdentities.customerId })
        .from(customerIdentities)
        .where(
          and(
            eq(customerIdentities.organizationId, ctx.organizationId),
            eq(customerIdentities.kind, "email"),
          ),
        );
      if (withoutIds) expect(new Set(rows.map((row) => row.customerId)).size).toBe(rows.length);
      const told = await database()
        .select({ data: events.data })
        .from(events)
        .where(and(eq(events.organizationId, ctx.organizationId), eq(events.type, "client.updated")))
        .orderBy(events.id);
      for (const { data } of told) expect(JSON.parse(data).changed.email?.from ?? null).toBeNull();
    }),
    { numRuns: 20 },
  );
}, 120_000);

test("one address is one customer, however it is written", async () => {
  const ctx = await signedIn();
  const id = await identify(ctx, { email: "Jürgen Müller <R&D@Müller.example>" });
  for (const email of ["r&d@xn--mller-kva.example", "R&D@MÜLLER.example", '"r&d"@müller.example'])
    expect(await identify(ctx, { email })).toBe(id);
  const { data } = await listCustomers(ctx, { limit: 5, q: "r&d@Müller.example" });
  expect(data).toMatchObject([{ id, email: "r&d@xn--mller-kva.example" }]);
  const taken = createCustomerSchema.parse({ emails: ["r&d@müller.example"] });
  await expect(createCustomer(ctx, taken)).rejects.toMatchObject({ status: 409 });
  const ticket = { subject: "Hi", customer: { email: "SRS0=x=y@example.com" } };
  expect(await createTicket(ctx, createTicketSchema.parse(ticket))).toMatchObject({
    customer: { email: "srs0=x=y@example.com" },
  });
  for (const email of [
    "a@example.com\r\nBcc: b@example.com",
    "a@b@example.com",
    `${"x".repeat(250)}@example.com`,
  ])
    expect(customerInputSchema.safeParse({ email }).error?.issues[0]?.path).toEqual(["email"]);
});

test("an address that a person gave a customer by hand is no second customer's", async () => {
  const ctx = await signedIn();
  const { id } = await createCustomer(
    ctx,
    createCustomerSchema.parse({ email: "a@example.com", phone: PHONE }),
  );
  expect(await identify(ctx, { email: "A@Example.com", phone: "+44 20 7946 0000" })).toBe(id);
  expect(await getCustomer(ctx, id)).toMatchObject({ phone: PHONE, phones: ["+14165550142"] });
});
