import { expect, test } from "vitest";
import { changeOf, customerFormSchema, EMPTY_CUSTOMER } from "@/features/customers/form-values";

function attributes(text: string) {
  return customerFormSchema.safeParse({ ...EMPTY_CUSTOMER, name: "Dana", attributes: text });
}

test("attributes are a JSON object; anything else is refused at their field, in words", () => {
  expect(attributes('{"plan": "pro", "seats": 3}').data?.attributes).toEqual({ plan: "pro", seats: 3 });
  expect(attributes("  ").data?.attributes).toEqual({});
  for (const [text, said] of [
    ['{"plan": pro}', /^This is not JSON\. /],
    ["[1, 2]", /^Write names and values in braces/],
    ["null", /^Write names and values in braces/],
    [`{"text": "${"x".repeat(33_000)}"}`, /^At most 32 KiB/],
  ] as const) {
    expect(attributes(text).error?.issues).toMatchObject([
      { path: ["attributes"], message: expect.stringMatching(said) },
    ]);
  }
});

test("attributes nobody touched are left to the programs that change them", () => {
  const values = customerFormSchema.parse({ ...EMPTY_CUSTOMER, attributes: '{"plan": "pro"}' });
  expect(changeOf(values, { attributes: { plan: "pro" } })).not.toHaveProperty("attributes");
  expect(changeOf(values, { attributes: { plan: "free" } })).toMatchObject({ attributes: { plan: "pro" } });
});
