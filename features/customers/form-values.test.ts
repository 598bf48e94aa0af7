import { expect, test } from "vitest";
import { issuesOf } from "@/features/customers/form-issues";
import { changeOf, customerFieldOf, EMPTY_CUSTOMER, jsonIssues } from "@/features/customers/form-values";
import { createCustomerSchema } from "@/features/customers/schema";

const withAttributes = (attributes: string) => ({ ...EMPTY_CUSTOMER, name: "Dana", attributes });

test("attributes are a JSON object; anything else is refused at their field, in words", () => {
  expect(issuesOf(withAttributes('{"plan": "pro", "seats": 3}'))).toEqual([]);
  expect(changeOf(withAttributes('{"plan": "pro", "seats": 3}')).attributes).toEqual({
    plan: "pro",
    seats: 3,
  });
  expect(issuesOf(withAttributes("  "))).toEqual([]);
  for (const [text, said] of [
    ['{"plan": pro}', /^This is not JSON\. /],
    ["[1, 2]", /^Write names and values in braces/],
    ["null", /^Write names and values in braces/],
    [`{"text": "${"x".repeat(33_000)}"}`, /^At most 32 KiB/],
  ] as const) {
    expect(issuesOf(withAttributes(text))).toMatchObject([
      { path: "attributes", message: expect.stringMatching(said) },
    ]);
  }
  // To the API they would be none.
  expect(jsonIssues(withAttributes('{"plan": pro}'))).toHaveLength(1);
});

test("what is wrong is told by the fields of the form, and what is typed goes to the API as it is", () => {
  const typed = {
    ...EMPTY_CUSTOMER,
    name: " Dana ",
    email: "Dana <dana@x.example>",
    otherEmails: "second@x.example\nnobody\nsecond@x.example",
    externalIds: "A-1\n0",
    agentId: "7",
    tags: "vip, ,print",
  };
  expect(issuesOf(typed).map(({ path }) => path)).toEqual(["externalIds.1", "otherEmails.1"]);
  const body = changeOf(typed);
  expect(body).toEqual({
    name: " Dana ",
    email: "Dana <dana@x.example>",
    emails: ["Dana <dana@x.example>", "second@x.example", "nobody"],
    phone: null,
    company: null,
    externalIds: ["A-1", "0"],
    agentId: 7,
    tags: ["vip", "print"],
  });
  expect(createCustomerSchema.safeParse(body).success).toBe(false);
  expect(createCustomerSchema.parse({ ...body, emails: [], externalIds: [] })).toMatchObject({
    name: "Dana",
    email: "dana@x.example",
  });
});

test("what the API refuses of the shown address stands at it, of the others at theirs", () => {
  const typed = { ...EMPTY_CUSTOMER, email: "nobody" };
  expect(["email", "emails.0", "emails.1", "emails"].map((path) => customerFieldOf(path, typed))).toEqual([
    "email",
    "email",
    "otherEmails",
    "otherEmails",
  ]);
  expect(customerFieldOf("emails.0", EMPTY_CUSTOMER)).toBe("otherEmails");
  expect(customerFieldOf("tags.2", typed)).toBe("tags");
  expect(customerFieldOf("unknown", typed)).toBeNull();
});

test("attributes nobody touched are left to the programs that change them", () => {
  const values = withAttributes('{"plan": "pro"}');
  expect(changeOf(values, { attributes: { plan: "pro" } })).not.toHaveProperty("attributes");
  expect(changeOf(values, { attributes: { plan: "free" } })).toMatchObject({ attributes: { plan: "pro" } });
});
