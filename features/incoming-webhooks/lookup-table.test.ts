import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LookupTable, readTable, writeTable } from "./lookup-table";
import { mapPayload } from "./mapping";
import { toReceived } from "./received";
import { templateIssues } from "./template-issues";

function evaluate(source: string, payload: unknown): unknown {
  expect(templateIssues({ mapping: { body: source } })).toEqual([]);
  return mapPayload(toReceived({ payload }), { body: source }).fields.body;
}

test.each<[string, LookupTable | null]>([
  [
    '{{ level | lookup: "error", "high", "critical", "urgent" }}',
    {
      value: "level",
      rows: [
        { when: "error", use: "high" },
        { when: "critical", use: "urgent" },
      ],
      otherwise: "",
    },
  ],
  [
    "{{level|lookup:'1',\"low\" , 2, 'it\\'s', \"normal\"}}",
    {
      value: "level",
      rows: [
        { when: "1", use: "low" },
        { when: "2", use: "it's" },
      ],
      otherwise: "normal",
    },
  ],
  [
    '{{ data["order|id"] | split: "|" | first | lookup: "a", "b" }}',
    { value: 'data["order|id"] | split: "|" | first', rows: [{ when: "a", use: "b" }], otherwise: "" },
  ],
  ["issue.priority", { value: "issue.priority", rows: [], otherwise: "" }],
  [" ", { value: "", rows: [], otherwise: "" }],
  ['{{ level | lookup: "all" }}', { value: "level", rows: [], otherwise: "all" }],
  ["{{ level }}", null],
  ['{{ "high" }}', null],
  ['P: {{ level | lookup: "a", "b" }}', null],
  ['{{ level | lookup: "a", "b" | upcase }}', null],
  ['{{- level | lookup: "a", "b" -}}', null],
  ['{{ level | lookup: other, "b" }}', null],
  ['{{ level | lookup: "a", 1.50 }}', null],
  ['{{ level | lookup: "a", "b", }}', null],
  ['{{ level | lookup: "", "", "b" }}', null],
  ['{{ level | lookup: "a\\101", "b" }}', null],
  ['{{ level | lookup: "a, "b" }}', null],
  ["{{ level | lookup: }}", null],
  ['{{ | lookup: "a", "b" }}', null],
  ['{% if a %}{{ level | lookup: "a", "b" }}{% endif %}', null],
])("%s as a table", (source, table) => {
  expect(readTable(source)).toEqual(table);
});

describe("a table that is written", () => {
  const withoutCase = (text: string) => text.trim().toUpperCase().toLowerCase();
  const word = fc.oneof(
    fc.constantFrom(
      "high",
      "High ",
      "a|b",
      'say "x"',
      "it's",
      "a\\",
      "{{ x }}",
      "{% y %}",
      "}}",
      "\t",
      "é",
      "1",
      "🔥",
      "ᾀ",
      "straße",
    ),
    fc.string({ unit: "grapheme", maxLength: 12 }),
  );
  const table = fc.record({
    value: fc.constantFrom(
      "level",
      "a.b",
      "list.0.name",
      "empty",
      "a.odd-name.1x",
      '["a b"]',
      "level | upcase",
    ),
    rows: fc.array(fc.record({ when: word, use: word }), { maxLength: 5 }),
    otherwise: word,
  });
  const isBlank = ({ when, use }: { when: string; use: string }) => when === "" && use === "";
  const payload = (level: string) => ({
    level,
    a: { b: level, "odd-name": { "1x": level } },
    list: [{ name: level }],
    "a b": level,
    empty: level,
  });

  test("says what it says, whatever stands in it", () => {
    fc.assert(
      fc.property(table, word, (made, other) => {
        fc.pre(made.rows.length > 0 || made.otherwise !== "");
        const source = writeTable(made);
        const known = made.rows.filter((row) => !isBlank(row));
        for (const said of [...known.map(({ when }) => when), other]) {
          const same = (text: string) => withoutCase(text) === withoutCase(said);
          const expected = known.find(({ when }) => same(when))?.use ?? made.otherwise;
          const isRead = known.length > 0 || made.otherwise !== "";
          if (isRead) expect(evaluate(source, payload(said)) ?? "").toBe(expected);
        }
      }),
    );
  });

  test("reads as it was written, and as often as one likes", () => {
    fc.assert(
      fc.property(table, (made) => {
        const source = writeTable(made);
        const read = readTable(source);
        const rows = made.rows.filter((row) => !isBlank(row));
        if (read === null) {
          expect(rows.length === 0 && made.otherwise === "").toBe(true);
          return;
        }
        expect(read).toMatchObject({ rows, otherwise: made.otherwise });
        expect(writeTable(read)).toBe(source);
      }),
    );
  });

  test("is a path again without its rows", () => {
    expect(writeTable({ value: "a.b", rows: [{ when: "", use: "" }], otherwise: "" })).toBe("a.b");
    expect(writeTable({ value: "", rows: [{ when: "a", use: "b" }], otherwise: "" })).toBe("");
    expect(writeTable({ value: "l.0.x", rows: [{ when: "a", use: "b" }], otherwise: "c" })).toBe(
      '{{ l[0].x | lookup: "a", "b", "c" }}',
    );
  });
});

test("no text makes reading throw, or run long", () => {
  const piece = fc.constantFrom(
    "{{",
    "}}",
    "lookup",
    ":",
    "|",
    '"',
    "'",
    "\\",
    ",",
    "a",
    " ",
    "1",
    "\\u",
    "-",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }), (pieces) => {
      const source = pieces.join("");
      const read = readTable(source);
      if (read && read.rows.length > 0) expect(readTable(writeTable(read))).toEqual(read);
    }),
  );
  for (const part of ['"', "\\", "| ", "a.", "{", '"a",'])
    readTable(`{{ a | lookup: ${part.repeat(4000 / part.length)} }}`);
});
