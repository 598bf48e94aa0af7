import { eq } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { customers, tickets } from "@/db/schema";
import { getIncomingRequest } from "@/features/incoming-requests/queries";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { makeWebhook } from "@/features/incoming-requests/sent-requests";
import { signedCall } from "@/features/incoming-requests/signed-call";
import { actionIssues } from "@/features/incoming-webhooks/action-schemas";
import { mapPayload } from "@/features/incoming-webhooks/mapping";
import { prepareFields } from "@/features/incoming-webhooks/prepare-fields";
import { toReceived } from "@/features/incoming-webhooks/received";
import type { CreatedIncomingWebhook } from "@/features/incoming-webhooks/schema";
import { createTicket } from "@/features/tickets/service";
import type { Context } from "@/lib/context";
import { Refusal } from "./refusal";

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

const webhook = (more?: object) => makeWebhook(ctx, more);

async function send(made: CreatedIncomingWebhook, payload: unknown) {
  const { body } = await receiveRequest(signedCall(made, JSON.stringify(payload)));
  const { ticketId, ...answer } = body;
  const [ticket] = await database()
    .select()
    .from(tickets)
    .where(eq(tickets.id, String(ticketId)));
  return { answer, ticket };
}

describe("an optional value that doesn't fit never loses the ticket", () => {
  test("a message of 320 characters is cut to a subject", async () => {
    const { answer, ticket } = await send(await webhook(), {
      subject: `${"a".repeat(310)}😀b\nc`.slice(0, 320),
    });
    expect(ticket?.subject).toBe(`${"a".repeat(299)}…`);
    expect(answer).toMatchObject({
      outcome: "created",
      remarks: [{ path: "subject", message: "It was cut to 300 characters." }],
    });
  });

  test("line breaks of a subject become spaces, without a remark", async () => {
    const { answer, ticket } = await send(await webhook(), { subject: " Printer\r\non\n\nfire\n" });
    expect(ticket?.subject).toBe("Printer on fire");
    expect(answer).not.toHaveProperty("remarks");
  });

  test.each<[string, object, object, string[]]>([
    ["an unknown priority", { priority: "P1" }, { priority: "low" }, ["priority"]],
    ["an unknown status", { status: "triaged" }, { status: "open", priority: "low" }, ["status"]],
    [
      "another case, and spaces",
      { priority: " High ", status: "PENDING" },
      { priority: "high", status: "pending" },
      [],
    ],
    ["tags that are null", { tags: null }, { tags: ["monitor"] }, []],
    ["tags in one text", { tags: "a, b,,a " }, { tags: ["a", "b"] }, []],
    ["labels with names", { tags: [{ name: "bug" }, 7, null] }, { tags: ["bug", "7"] }, ["tags"]],
    ["an empty address", { customer: { email: "", name: null } }, { customerId: null }, []],
    ["a customer that is null", { customer: null }, { customerId: null }, []],
    ["an assignee that nobody is", { assigneeId: 2_000_000_000 }, { assigneeId: null }, ["assigneeId"]],
    ["a team in words", { teamId: "sales" }, { teamId: null }, ["teamId"]],
    ["diagnostics that are none", { diagnostics: 7 }, { diagnostics: null }, ["diagnostics"]],
    ["a body that is an object", { body: { error: 7 } }, { body: '{\n  "error": 7\n}' }, []],
    ["a NUL character", { subject: "a\0b", body: "\0" }, { subject: "a\ufffdb", body: "\ufffd" }, []],
  ])("%s", async (_, payload, expected, remarked) => {
    const made = await webhook({ defaults: { priority: "low", tags: ["monitor"] } });
    const { answer, ticket } = await send(made, { subject: "Down", ...payload });
    expect(ticket).toMatchObject({
      subject: "Down",
      ...expected,
      ...("subject" in expected && { subject: "a\ufffdb" }),
    });
    expect((Array.isArray(answer.remarks) ? answer.remarks : []).map(({ path }) => path)).toEqual(remarked);
  });

  test("an address that is none is left out, the name stays, and the request's page says so", async () => {
    const made = await webhook();
    const { answer, ticket } = await send(made, {
      subject: "Down",
      customer: { email: "n/a", name: "Dana" },
    });
    const [customer] = await database()
      .select()
      .from(customers)
      .where(eq(customers.id, ticket?.customerId ?? ""));
    expect(customer).toMatchObject({ name: "Dana", email: null });
    const remarks = [{ path: "customer.email", message: "“n/a” is no email address, so it was left out." }];
    expect(answer).toMatchObject({ remarks });
    expect(await getIncomingRequest(ctx, made.id, String(answer.requestId))).toMatchObject({ remarks });
  });

  test("what a template says of a value that it can't use has no character that can't be kept", async () => {
    const made = await webhook({ mapping: { subject: "a", body: "{{ 0 | date: '%H', zone }}" } });
    const { answer } = await send(made, { a: "Down", zone: "no\0zone" });
    expect(answer).toMatchObject({
      outcome: "created",
      remarks: [{ path: "body", message: expect.stringContaining("no\ufffdzone") }],
    });
  });

  test("a number and a ticket in other words are the same ticket", async () => {
    const { number, id } = await createTicket(ctx, { subject: "Down" });
    for (const ticketId of [number, ` #${number} `, ` ${number}`, `${id} `]) {
      const made = await webhook({ action: "update_status" });
      const { answer } = await send(made, { ticketId, status: " Resolved" });
      expect(answer).toMatchObject({ outcome: "updated" });
    }
  });

  test("a change of nothing but somebody who is not there is refused, and says who", async () => {
    const { number } = await createTicket(ctx, { subject: "Down" });
    const made = await webhook({ action: "update_status" });
    for (const nobody of [{ assigneeId: 2_000_000_000 }, { teamId: 2_000_000_000 }])
      await expect(send(made, { ticketId: number, ...nobody })).rejects.toMatchObject({
        reason: "unusable_payload",
        issues: [{ path: Object.keys(nobody)[0] }, { path: "status" }],
      });
  });

  test("what leaves no ticket is refused, with what is wrong", async () => {
    const made = await webhook();
    for (const payload of [{}, { subject: null }, { subject: " \n" }, { subject: { a: 1 } }, [], null, "x"]) {
      const error = await send(made, payload).catch((thrown: unknown) => thrown);
      if (!(error instanceof Refusal)) throw new Error("It was not refused.");
      expect(error.reason).toBe("unusable_payload");
      expect(error.issues?.map(({ path }) => path)).toEqual(["subject"]);
    }
  });
});

test("whatever the other fields are, a subject makes a ticket", () => {
  const fields = ["body", "status", "priority", "customer", "assigneeId", "teamId", "tags", "diagnostics"];
  const value = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: "binary" }),
    fc.constantFrom("\ud800", "\0", "a@b.c"),
  );
  const customer = fc.dictionary(fc.constantFrom("email", "name", "phone", "externalId"), value);
  const payload = fc.dictionary(fc.constantFrom(...fields), fc.oneof(value, customer));
  fc.assert(
    fc.property(payload, fc.string({ minLength: 1 }), (rest, subject) => {
      fc.pre(subject.trim() !== "");
      const found = mapPayload(toReceived({ payload: { ...rest, subject } }), {}).fields;
      const { fields: prepared, remarks } = prepareFields("create_ticket", found);
      expect(actionIssues("create_ticket", prepared)).toEqual([]);
      for (const { message } of remarks) expect(message).toMatch(/^[^\0\n]+$/);
    }),
    { numRuns: 500 },
  );
});
