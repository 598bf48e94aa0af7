import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reindentJson, stripInsignificant } from "./json-format";

/** JSON text as strangers send it: any white space between tokens, and numbers a double cannot hold. */
const space = fc.string({ unit: fc.constantFrom(" ", "\t", "\n", "\r"), maxLength: 3 });
const number = fc.constantFrom("12345678901234567890", "1.0", "-0", "1e400", "0.10", "7");
const { value: jsonText } = fc.letrec<{ value: string; list: string; object: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    number,
    fc.constantFrom("true", "false", "null"),
    fc.string({ unit: "binary" }).map((text) => JSON.stringify(text)),
    tie("list"),
    tie("object"),
  ),
  list: fc
    .tuple(space, fc.array(spaced(tie("value")), { maxLength: 4 }))
    .map(([s, xs]) => `[${s}${xs.join(",")}]`),
  object: fc
    .tuple(
      space,
      fc.array(fc.tuple(spaced(fc.string().map((k) => JSON.stringify(k))), spaced(tie("value"))), {
        maxLength: 4,
      }),
    )
    .map(([s, entries]) => `{${s}${entries.map(([key, value]) => `${key}:${value}`).join(",")}}`),
}));

describe("reindentJson", () => {
  it("moves nothing but white space between tokens", () => {
    fc.assert(
      fc.property(spaced(jsonText), (text) => {
        const pretty = reindentJson(text) ?? "";
        expect(stripByHand(pretty)).toBe(stripByHand(text));
      }),
    );
  });

  it("lays the same tokens out the same way, however they came", () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const pretty = reindentJson(text) ?? "";
        expect(reindentJson(pretty)).toBe(pretty);
        expect(reindentJson(stripInsignificant(text))).toBe(pretty);
      }),
    );
  });

  it("agrees with JSON.stringify where that loses nothing", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(reindentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it("keeps digits, trailing zeros, escapes and duplicate keys", () => {
    expect(reindentJson('{"a":12345678901234567890,"a":1.0,"b":"\\u00e9 \\" {,}","c":[ ]}')).toBe(
      '{\n  "a": 12345678901234567890,\n  "a": 1.0,\n  "b": "\\u00e9 \\" {,}",\n  "c": []\n}',
    );
  });

  it.each(["", "<html>", '{"a":', "{'a':1}", "[1,]", '{"a" "b"}'])(
    "refuses %j, which is not JSON",
    (text) => {
      expect(reindentJson(text)).toBeNull();
    },
  );
});

function spaced(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(space, text, space).map((parts) => parts.join(""));
}

/** Written apart from the code under test: walks characters and knows only strings and white space. */
function stripByHand(json: string): string {
  let isInString = false;
  let isEscaped = false;
  let kept = "";
  for (const char of json) {
    if (isInString || !" \t\n\r".includes(char)) kept += char;
    if (isEscaped) isEscaped = false;
    else if (isInString && char === "\\") isEscaped = true;
    else if (char === '"') isInString = !isInString;
  }
  return kept;
}

it("what is nested deeper than anything people write is left as it is", () => {
  const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
  expect(reindentJson(nested(64))?.split("\n")).toHaveLength(127);
  for (const levels of [65, 5_000, 100_000]) expect(reindentJson(nested(levels))).toBeNull();
});
