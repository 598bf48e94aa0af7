import fc from "fast-check";
import { expect, test } from "vitest";
import { issuesResolver, lateIssues, placeIssues, summaryErrors } from "./api-form";

interface Values {
  name: string;
  networks: string;
  rows: { value: string }[];
}

function fieldOf(path: string) {
  if (path.startsWith("allowedCidrs")) return "networks" as const;
  if (path.startsWith("rows.")) return `rows.${Number(path.split(".")[1])}.value` as const;
  return path === "name" ? path : null;
}

const VALUES: Values = { name: "", networks: "", rows: [{ value: "" }] };
const OPTIONS = { fields: {}, shouldUseNativeValidation: false };

test("an issue stands beside the field that its path is about, any other above the form", () => {
  const issues = [
    { path: "name", message: "Give a name." },
    { path: "allowedCidrs.3", message: "No network." },
    { path: "owner", message: "Not yours." },
  ];
  expect(placeIssues(issues, fieldOf)).toEqual({
    placed: [
      { field: "name", message: "Give a name." },
      { field: "networks", message: "No network." },
    ],
    elsewhere: ["Not yours."],
  });
});

test("no issue is lost, whatever its path", () => {
  const path = fc.oneof(fc.string(), fc.constantFrom("name", "allowedCidrs.0", "rows.2", "rows.x"));
  fc.assert(
    fc.property(fc.array(fc.record({ path, message: fc.string() })), (issues) => {
      const { placed, elsewhere } = placeIssues(issues, fieldOf);
      const told = [...placed.map(({ message }) => message), ...elsewhere];
      expect(told.toSorted()).toEqual(issues.map(({ message }) => message).toSorted());
    }),
  );
});

test("of a field's issues the first is shown", async () => {
  const issues = [
    { path: "allowedCidrs.0", message: "First." },
    { path: "allowedCidrs.1", message: "Second." },
    { path: "rows.0", message: "Empty." },
  ];
  const { errors } = await issuesResolver<Values>(() => issues, fieldOf)(VALUES, undefined, OPTIONS);
  expect(errors).toMatchObject({ networks: { message: "First." }, rows: [{ value: { message: "Empty." } }] });
});

test("values that nothing is wrong with are given on", async () => {
  const resolver = issuesResolver<Values>(() => [], fieldOf);
  expect(await resolver(VALUES, undefined, OPTIONS)).toEqual({ values: VALUES, errors: {} });
});

test("the summary names each field once and links to its control; what belongs to none stands alone", () => {
  const errors = {
    name: { type: "invalid", message: "Give a name." },
    rows: [
      { value: { type: "invalid", message: "Empty." } },
      { value: { type: "invalid", message: "Empty, too." } },
    ],
    root: { server: { type: "server", message: "Not yours." } },
  };
  expect(summaryErrors(errors, (path) => `form-${path.replace(/\..*/, "")}`)).toEqual([
    { fieldId: "form-name", message: "Give a name." },
    { fieldId: "form-rows", message: "Empty." },
    { message: "Not yours." },
  ]);
});

test("checks that can't be fetched hold nothing up, and are fetched anew with the next one", async () => {
  let isReachable = false;
  const issue = { path: "name", message: "Give a name." };
  const issuesOf = lateIssues<Values>(async () => {
    if (!isReachable) throw new Error("Failed to load chunk");
    return () => [issue];
  });
  const resolver = issuesResolver(issuesOf, fieldOf);
  expect(await resolver(VALUES, undefined, OPTIONS)).toEqual({ values: VALUES, errors: {} });
  isReachable = true;
  expect(await resolver(VALUES, undefined, OPTIONS)).toMatchObject({
    errors: { name: { message: issue.message } },
  });
});

test("what the API can't see is found without a fetch", async () => {
  const issue = { path: "name", message: "It is listed twice." };
  const issuesOf = lateIssues<Values>(
    async () => {
      throw new Error("Failed to load chunk");
    },
    () => [issue],
  );
  expect(await issuesOf(VALUES)).toEqual([issue]);
});

test("a mistake in a check is no failed fetch", async () => {
  const issuesOf = lateIssues<Values>(async () => () => {
    throw new TypeError("Not a function");
  });
  await expect(issuesOf(VALUES)).rejects.toThrow("Not a function");
});
