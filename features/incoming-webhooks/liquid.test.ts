import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { htmlToText } from "./html-to-text";
import { evaluateKey, explainMissing, mapPayload } from "./mapping";
import { previewMapping } from "./preview";
import { previewMappingSchema } from "./preview-schema";
import { toReceived } from "./received";
import { createIncomingWebhookSchema } from "./schema";
import { createIncomingWebhook } from "./service";

function valueFor(source: string, payload: unknown = {}): unknown {
  const { fields, problems } = mapPayload(toReceived({ payload }), { body: source });
  if (problems[0]) throw new Error(problems[0].message);
  return fields.body;
}

describe("a mapping's value", () => {
  const issue = {
    title: "Down",
    labels: [{ name: "bug" }, { name: "p1" }],
    level: "Error",
    "odd.key": { "a-b": 7 },
  };
  test.each<[string, string, unknown]>([
    ["a path, as ever", "issue.title", "Down"],
    ["a path into a list", "issue.labels.1.name", "p1"],
    ["text with paths", "{{issue.title}}: {{ issue.nowhere }}!", "Down: !"],
    ["nothing where no path leads anywhere", "{{ issue.nowhere }}!", undefined],
    ["a constant", '{{ "high" }}', "high"],
    ["the first that is there", "{{ issue.summary | default: issue.title }}", "Down"],
    ["a list", '{{ issue.labels | map: "name" }}', ["bug", "p1"]],
    ["a list in text", 'Labels: {{ issue.labels | map: "name" }}', "Labels: bug, p1"],
    ["a part of a list", "{{ 'a,b,c' | split: ',' | last }}", "c"],
    ["a beginning", "{{ issue.title | truncate: 3, '…' }}", "Do…"],
    ["a table", '{{ issue.level | lookup: "error", "high", "critical", "urgent" }}', "high"],
    ["a table without the value", '{{ issue.title | lookup: "error", "high" }}', undefined],
    ["a table with one for all others", '{{ issue.title | lookup: "error", "high", "low" }}', "low"],
    ["odd names by bracket", '{{ issue["odd.key"]["a-b"] }}', 7],
    ["seconds since 1970", "{{ 1780000000 | date: '%Y-%m-%d %H:%M' }}", "2026-05-28 20:26"],
    ["milliseconds since 1970", "{{ 1780000000000 | date: '%Y-%m-%d' }}", "2026-05-28"],
    ["HTML as text", "{{ '<p>Hi &amp; <b>bye</b></p><p>x</p>' | html_to_text }}", "Hi & bye\n\nx"],
    ["a choice", "{% if issue.level == 'Error' %}urgent{% else %}low{% endif %}", "urgent"],
    ["the whole payload", "{{ payload.issue.title | strip }}", "Down"],
    ["the whole payload without a filter", "{{ payload.issue.title }}!", "Down!"],
  ])("is %s", (_, source, expected) => {
    expect(valueFor(source, { issue })).toEqual(expected);
  });

  test("reads JSON in a text", () => {
    const source = "{% assign a = text | parse_json %}{{ a.b[0] }}";
    expect(valueFor(source, { text: '{"b":[12345678901234567890]}' })).toBe("12345678901234567890");
    expect(() => valueFor(source, { text: "{" })).toThrow("the text is no JSON");
  });

  test("keeps every digit, and a payload that is a list is one", () => {
    expect(String(valueFor("{{ id | default: 0 }}", { id: 9007199254740993n }))).toBe("9007199254740993");
    expect(valueFor("{{ payload[1].a | upcase }}", [{}, { a: "x" }])).toBe("X");
  });
});

describe("a key", () => {
  test("with a part missing is none", () => {
    for (const source of [
      "github:{{issue.id}}",
      "github:{{ issue.id | default: nothing }}",
      "issue.id",
      "{{ issue.id }}",
    ])
      for (const payload of [{}, { issue: null }, { issue: { id: null } }, { issue: { id: "" } }, null, 7])
        expect(evaluateKey(source, toReceived({ payload })).key).toBeNull();
    expect(evaluateKey("github:{{issue.id}}", toReceived({ payload: { issue: { id: 7 } } })).key).toBe(
      "github:7",
    );
    expect(evaluateKey("{{ a | default: b }}", toReceived({ payload: { b: 0 } })).key).toBe("0");
  });
});

test.each<[string, string]>([
  ["{{ a", "not closed"],
  ["{{ a | nope }}", "there is no filter nope"],
  ["{% include 'x' %}", 'tag "include" not found'],
  ["{% render 'x' %}", 'tag "render" not found'],
  ["{% layout 'x' %}", 'tag "layout" not found'],
  ["{% increment a %}", 'tag "increment" not found'],
  ["{% if a %}", "not closed"],
])("“%s” is refused when it is saved, and by the preview, under its field", async (source, why) => {
  const ctx = createContext(await createUser(await createOrganization()));
  const input = { action: "create_ticket", mapping: { subject: source } };
  for (const attempt of [
    () => createIncomingWebhook(ctx, createIncomingWebhookSchema.parse({ name: "CI", ...input })),
    async () => previewMapping(ctx, previewMappingSchema.parse({ ...input, payload: {} })),
  ])
    await expect(attempt()).rejects.toMatchObject({
      issues: [{ path: "mapping.subject", message: expect.stringContaining(why) }],
    });
});

const LONG = "x".repeat(500_000);

describe("a hostile template or payload", () => {
  test.each<[string, string, unknown]>([
    ["loops in loops", "{% for a in (1..9999) %}{% for b in (1..9999) %}{{ a }}{% endfor %}{% endfor %}", {}],
    ["a long range", "{% for a in (1..999999999) %}{% endfor %}{{ 1 }}x", {}],
    [
      "a text that grows",
      `{% assign s = a %}${"{% assign s = s | append: s %}".repeat(40)}{{ s | size }}x`,
      { a: LONG },
    ],
    ["a replacement that grows", "{{ a | replace: 'x', a }}", { a: LONG }],
    ["a wide format", "{{ 0 | date: '%999999999d' }}", {}],
    ["a wide format of the payload's", "{{ 0 | date: f }}", { f: "%-_99999999Y" }],
    ["tags without an end", "{{ a | strip_html }}", { a: "<script".repeat(150_000) }],
    ["styles without an end", "{{ a | html_to_text }}", { a: `<style>${"</style ".repeat(100_000)}` }],
    ["blanks before an end", "{{ a | html_to_text }}", { a: `<style>${`</style${" ".repeat(900_000)}`}` }],
    ["spaces without an end", "{{ a | rstrip | squish | html_to_text }}", { a: `${" ".repeat(900_000)}x` }],
    ["objects in the way of text", "{{ a | upcase }}", { a: { toString: "x", valueOf: null } }],
    [
      "a table of long values",
      `{{ 1 | lookup: ${"a,1,".repeat(900)}2 }}`,
      { a: Array(150_000).fill({ b: 1 }) },
    ],
    ["deep JSON", "{{ a | parse_json }}", { a: "[".repeat(100_000) }],
  ])("with %s ends soon and names its field", (_, source, payload) => {
    const before = process.cpuUsage();
    const { fields, problems } = mapPayload(toReceived({ payload }), { body: source, subject: "a" });
    expect(cpuMsSince(before)).toBeLessThan(5000);
    expect(String(fields.body ?? "").length).toBeLessThanOrEqual(1024 * 1024);
    for (const { path } of problems) expect(path).toBe("body");
  });

  test("that writes a long value again and again fails before it fills the memory", () => {
    const { fields, problems } = mapPayload(toReceived({ payload: { a: LONG } }), {
      body: '{{["a"]}}'.repeat(440),
    });
    expect(problems).toMatchObject([{ path: "body", message: expect.stringContaining("memory") }]);
    expect(fields).toEqual({});
  });

  test("that writes plain text again and again fails before it fills the memory, too", () => {
    const list = new Array(100_000).fill(1);
    const loop = (inner: string) => `{% for x in list %}${inner}{% endfor %}`;
    for (const inner of ["y".repeat(1_200), `{% raw %}${"y".repeat(1_200)}{% endraw %}`]) {
      const { problems } = mapPayload(toReceived({ payload: { list } }), { body: loop(inner) });
      expect(problems).toMatchObject([{ path: "body", message: expect.stringContaining("memory") }]);
    }
    const nested =
      "{% for a in (1..3) %}{% for b in (1..3) %}{% if b == 2 %}{% continue %}{% endif %}{{ a }}{{ b }} {% if a == 2 %}{% break %}{% endif %}{% endfor %}{% endfor %}";
    expect(valueFor(nested)).toBe("11 13 21 31 33 ");
    expect(valueFor("{% for a in nothing %}a{% else %}none{% endfor %}")).toBe("none");
  });

  test("has half a second for all its fields together", () => {
    const slow = "{% for a in (1..9999) %}{% for b in (1..9999) %}{% endfor %}{% endfor %}";
    const before = process.cpuUsage();
    const names = ["subject", "body", "status", "priority", "tags", "customer.name"];
    const { problems } = mapPayload(
      toReceived({ payload: {} }),
      Object.fromEntries(names.map((name) => [name, slow])),
    );
    expect(problems.map(({ path }) => path)).toEqual(names);
    expect(cpuMsSince(before)).toBeLessThan(5000);
  });

  test("reaches no prototype, and changes no payload", () => {
    const payload = JSON.parse('{"a":{"b":1},"__proto__":{"x":1}}');
    const before = JSON.stringify(payload);
    for (const path of [
      "a.constructor.name",
      "a.__proto__.x",
      "constructor",
      'a["constructor"]["prototype"]',
    ])
      expect(valueFor(`{{ ${path} | default: "none" }}`, payload)).toBe("none");
    valueFor(
      "{% assign a = 2 %}{% capture b %}{{ a }}{% endcapture %}{% assign __proto__ = 3 %}{{ b }}",
      payload,
    );
    expect(JSON.stringify(payload)).toBe(before);
    expect(Reflect.get({}, "x")).toBeUndefined();
  });

  test("of any making throws nothing", () => {
    const part = fc.constantFrom(
      "{{",
      "}}",
      "{%",
      "%}",
      " a",
      ".b",
      "|",
      "[",
      "]",
      '"x"',
      "for i in a",
      "if a",
      "endif",
      "endfor",
      "map: 'b'",
      "default: a",
      "1",
      ":",
      "-",
    );
    const source = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(" "));
    fc.assert(
      fc.property(source, fc.jsonValue({ maxDepth: 3 }), (template, payload) => {
        fc.pre(template !== "");
        mapPayload(toReceived({ payload: { a: payload } }), { body: template, subject: template });
        evaluateKey(template, toReceived({ payload }));
        explainMissing(template, toReceived({ payload }));
      }),
      { numRuns: 500 },
    );
  });
});

test("HTML becomes text whatever it is, and plain text stays", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("<", ">", "b", "/", "!--", "-->", "script", " ", "&amp;", "&#0;", "x", "\n"), {
        maxLength: 60,
      }),
      (parts) => {
        htmlToText(parts.join(""));
      },
    ),
  );
  expect(htmlToText("a < b and 3 > 2")).toBe("a < b and 3 > 2");
  expect(htmlToText("<STYLE>p{}</STYLE><P>Hi</P>")).toBe("Hi");
  expect(htmlToText("<STYLE>p{}</style ><script>x()</Script\n>Hi")).toBe("Hi");
  expect(htmlToText("<style>p{}</style><h1>Hi</h1>a<br>b<!-- c --><ul><li>1</li></ul>&#128512;")).toBe(
    "Hi\na\nb\n\n1\n\n😀",
  );
});

test("what is missing is told of the whole payload, too", () => {
  for (const source of ["{{ payload.a | upcase }}", "{{payload.a}}", "payload.a"])
    expect(explainMissing(source, toReceived({ payload: { b: 1 } }))).toBe("payload has no “a”, but b.");
  expect(explainMissing("{{payload.a}}", toReceived({ payload: { payload: { b: 1 } } }))).toBe(
    "payload has no “a”, but b.",
  );
  expect(explainMissing("{{payload.a}}", toReceived({ payload: { a: 1 } }))).toBeNull();
});

test("the preview says of each field what it gives, what is missing and why", async () => {
  const ctx = createContext(await createUser(await createOrganization()));
  const input = {
    action: "create_ticket",
    mapping: {
      subject: "issue.titel",
      body: "{{ issue.body | strip }}",
      priority: "{{ level }}",
      tags: '{{ issue.labels | map: "name" }}',
    },
    correlationKey: "github:{{issue.id}}",
    payload: { issue: { title: "Down", body: null, labels: [{ name: "bug" }] }, level: "P1" },
  };
  expect(previewMapping(ctx, previewMappingSchema.parse(input))).toMatchObject({
    action: "create_ticket",
    ignored: null,
    key: null,
    results: [
      { field: "subject", value: null, problem: "issue has no “titel”, but title, body, labels." },
      { field: "body", value: null, problem: "issue.body is null." },
      {
        field: "priority",
        value: "P1",
        problem: expect.stringContaining("“P1” is none of low, normal, high, urgent."),
      },
      { field: "tags", value: ["bug"], problem: null },
    ],
    issues: [{ path: "subject" }],
    remarks: [
      { path: "priority" },
      { path: "correlationKey", message: "issue has no “id”, but title, body, labels." },
    ],
  });
});

/** Of the processor, whatever else it does meanwhile. */
function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
