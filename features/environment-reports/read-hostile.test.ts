import fc from "fast-check";
import { expect, test } from "vitest";
import { readEnvironmentReport } from "@/features/environment-reports/read-report";
import { environmentReportInputSchema } from "@/features/environment-reports/schema";

function read(input: unknown) {
  return readEnvironmentReport(environmentReportInputSchema.parse(input));
}

test("whatever comes is read or refused, and what is read can be stored", () => {
  const value = fc.oneof(fc.string({ unit: "binary" }), fc.double(), fc.boolean(), fc.jsonValue());
  const name = fc.oneof(
    fc.constantFrom(
      "wp-core",
      "wp-plugins-active",
      "__proto__",
      "constructor",
      "environment",
      "fields",
      "database_tables",
      "active_plugins",
    ),
    fc.string({ unit: "binary" }),
  );
  const field = fc.oneof(value, fc.dictionary(fc.constantFrom("label", "value", "debug", "private"), value));
  const section = fc.oneof(
    value,
    fc.record({ label: value, fields: fc.dictionary(name, field) }),
    fc.dictionary(name, field),
  );
  const document = fc.dictionary(name, section);
  fc.assert(
    fc.property(document, (one) => {
      for (const form of ["siteHealth", "wooSystemStatus"]) {
        const { report } = read({ [form]: one });
        // A backslash of the text itself escapes nothing.
        expect(JSON.stringify(report).replaceAll("\\\\", "")).not.toMatch(/\\u0000|\\ud[89ab]/i);
      }
      expect(Reflect.get({}, "label")).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

test("text of any kind is read in the time that its length takes", () => {
  const line = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "### wp-core ###",
      "### wp-plugins-active (3) ###",
      "`",
      "\ta: b",
      "Name: version: 1, author: x (latest version: 2), Auto-updates enabled",
    ),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const { report } = read({ siteHealthText: ["### wp-core ###", ...lines].join("\n") });
      expect(report?.source).toBe("siteHealthText");
    }),
    { numRuns: 500 },
  );
});

/** A million characters that would take a parser that goes back hours. */
test.each([
  ["one long line", "x".repeat(900_000)],
  ["colons", ": ".repeat(450_000)],
  ["brackets", `Name: version: 1, author: ${"(latest version: ".repeat(50_000)}`],
  ["lines that continue", "a: b\n".concat("\tc\n".repeat(250_000))],
  ["headings", "### ### ###\n".repeat(80_000)],
  ["digits and dots", `a: version: ${"1.".repeat(400_000)}`],
  ["digits", `a: ${"9".repeat(900_000)}`],
  ["spaces", `a: ${" ".repeat(900_000)}x`],
])("%s", (_, text) => {
  expect(read({ siteHealthText: `### wp-plugins-active ###\n${text}` }).report).not.toBeNull();
});
