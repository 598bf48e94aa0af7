import { expect, test } from "vitest";
import * as z from "zod";
import { schemaResolver } from "./schema-resolver";

const schema = z.strictObject({ name: z.string().min(1, "Give a name.") });
const OPTIONS = { fields: {}, shouldUseNativeValidation: false };

test("it checks by the schema that it fetches", async () => {
  const resolver = schemaResolver(async () => schema);
  expect(await resolver({ name: "CI" }, undefined, OPTIONS)).toEqual({ values: { name: "CI" }, errors: {} });
  expect(await resolver({ name: "" }, undefined, OPTIONS)).toMatchObject({
    errors: { name: { message: "Give a name." } },
  });
});

test("a schema that can't be fetched leaves the check to the API, and is fetched anew with the next one", async () => {
  let isReachable = false;
  const resolver = schemaResolver(async () => {
    if (!isReachable) throw new Error("Failed to load chunk");
    return schema;
  });
  expect(await resolver({ name: "" }, undefined, OPTIONS)).toEqual({ values: { name: "" }, errors: {} });
  isReachable = true;
  expect(await resolver({ name: "" }, undefined, OPTIONS)).toMatchObject({
    errors: { name: { message: "Give a name." } },
  });
});
