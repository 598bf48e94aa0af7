import { expect, test } from "vitest";
import { activityText } from "@/features/tickets/activity-text";
import { groupDiagnostics } from "@/features/tickets/diagnostics";

const SAMPLE = {
  wordpress: { version: "6.8.1", multisite: false },
  php: { version: 8.3 },
  device: { os: "macOS 15" },
  plugins: [
    { name: "WooCommerce", version: "9.1" },
    { name: "Yoast", version: "22" },
  ],
  trace: "Error: boom\n  at pay (cart.php:41)",
  "odd.key": "a",
  empty: {},
  hints: ["one", "two"],
};

test("every value is shown once, in its group, unknown ones under Custom", () => {
  const groups = groupDiagnostics(SAMPLE);
  expect(groups.map(({ label, rows }) => [label, rows.map(({ path, value }) => `${path}=${value}`)])).toEqual(
    [
      ["App", ["wordpress.version=6.8.1", "wordpress.multisite=false", "php.version=8.3"]],
      ["Device", ["device.os=macOS 15"]],
      [
        "Plugins",
        [
          "plugins.WooCommerce.name=WooCommerce",
          "plugins.WooCommerce.version=9.1",
          "plugins.Yoast.name=Yoast",
          "plugins.Yoast.version=22",
        ],
      ],
      ["Custom", ["trace=Error: boom\n  at pay (cart.php:41)", "odd.key=a", "empty={}", "hints=one, two"]],
    ],
  );
});

test("only values that the list can be asked for offer a filter", () => {
  const filters = groupDiagnostics(SAMPLE).flatMap(({ rows }) => rows.flatMap(({ filter }) => filter ?? []));
  expect(filters).toEqual([
    "wordpress.version:6.8.1",
    "wordpress.multisite:false",
    "php.version:8.3",
    "device.os:macOS 15",
  ]);
});

test("rows are narrowed by path or value", () => {
  const paths = groupDiagnostics(SAMPLE, "VERSION").flatMap(({ rows }) => rows.map(({ path }) => path));
  expect(paths).toContain("php.version");
  expect(paths).not.toContain("device.os");
  expect(groupDiagnostics(SAMPLE, "nowhere")).toEqual([]);
});

test.each([
  [[{ field: "status", from: "open", to: "resolved" }], "changed status from open to resolved"],
  [
    [
      { field: "assignee", from: null, to: { id: 1, name: "Ana" } },
      { field: "tags", from: ["a"], to: ["b"] },
    ],
    "assigned it to Ana and added the tag b and removed the tag a",
  ],
  [[{ field: "assignee", from: { id: 1, name: "Ana" }, to: null }], "took it from Ana"],
  [[], "changed the ticket"],
])("a change of %j is told as words", (changes, text) => {
  expect(activityText({ action: "ticket.updated", changes })).toBe(text);
});
