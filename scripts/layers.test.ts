import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "@/lib/project-root";
import { ROOMS } from "./import-rules";
import { importProblems, sizeProblems } from "./layers";

const CODE = ["*.ts", "{app,components,db,features,inngest,lib,scripts,e2e,bench}/**/*.{ts,tsx}"];

test("every import leads downwards, and none in a circle", () => {
  const sources = globSync(CODE, { cwd: PROJECT_ROOT }).map((path) => ({
    path,
    // Free to import anything, so only their being there matters.
    text: /^(e2e|bench)/.test(path) ? "" : read(path),
  }));
  expect(importProblems(sources)).toEqual([]);
});

test("no folder of features holds more than a tenth of them", () => {
  const files = globSync("features/**/*.*", { cwd: PROJECT_ROOT });
  const lines = new Map(files.map((path) => [path, read(path).split("\n").length - 1]));
  expect(sizeProblems(lines)).toEqual([]);
});

test("the order of rooms names every room, and no other", () => {
  const rooms = globSync("features/*", { cwd: PROJECT_ROOT }).map((path) => path.slice("features/".length));
  expect(ROOMS.toSorted()).toEqual(rooms.toSorted());
});

const PLANTED: [from: string, imports: string, sentence: RegExp][] = [
  ["lib/time.ts", 'import { a } from "@/features/tokens/schema";', /Move this code up to the feature/],
  ["lib/time.ts", 'import { a } from "../features/tokens/schema";', /stays in its folder/],
  ["lib/time.ts", 'export type { A } from "@/components/panel";', /Move this code up to the feature/],
  ["db/like.ts", 'import type { A } from "@/features/tokens/schema";', /db knows tables only/],
  [
    "components/panel.tsx",
    'import { a } from "@/features/auth/hooks";',
    /belongs in features\/<name>\/components/,
  ],
  ["components/panel.tsx", 'import { a } from "@/lib/env";', /runs in the browser/],
  ["inngest/engine/queue.ts", 'import { a } from "@/db/client";', /Keep it to lib/],
  ["inngest/client.ts", 'import { a } from "@/features/tokens/service";', /belongs in inngest\/functions/],
  ["inngest/functions/prune-logs.ts", 'import { a } from "@/db/client";', /Queries belong in features/],
  ["app/page.tsx", 'import { a } from "@/db/client";', /Queries belong in features/],
  ["app/page.tsx", 'const a = import("@/inngest/client");', /background work in service/],
  ["server.ts", 'import { a } from "@/app/page";', /Put shared code into a feature/],
  ["features/tokens/service.ts", 'import { a } from "@/app/page";', /Nothing imports app/],
  [
    "features/tokens/queries.ts",
    'import { a } from "./../../app/page";',
    /Nothing imports app|stays in its folder/,
  ],
  [
    "features/tokens/service.ts",
    'type A = typeof import("@/inngest/functions/prune-logs");',
    /Nothing imports app/,
  ],
  ["features/tokens/service.ts", 'import { a } from "@/e2e/receiver";', /Nothing imports app/],
  ["features/tokens/service.ts", 'import { a } from "@/scripts/ports";', /Nothing imports app/],
  [
    "features/auth/context.ts",
    'import type { A } from "@/features/tokens/schema";',
    /auth stands below tokens/,
  ],
  ["features/auth/context.ts", 'type A = import("@/features/tokens/schema").A;', /auth stands below tokens/],
  ["features/auth/context.ts", 'export * from "@/features/tokens/schema";', /auth stands below tokens/],
  [
    "features/unheard/service.ts",
    'import { a } from "@/features/auth/hooks";',
    /no place in the order of rooms/,
  ],
  ["features/tokens/links.ts", 'import { a } from "@/features/auth/hooks";', /open to every room/],
  [
    "features/tokens/components/token-list.tsx",
    'import { A } from "@/features/auth/components/missing";',
    /beside its components/,
  ],
  [
    "features/tokens/components/token-list.tsx",
    'import { a } from "@/db/client";',
    /Only the server's files/,
  ],
  ["features/tokens/schema.ts", 'import type { a } from "@/db/schema/tokens";', /Only the server's files/],
  ["features/tokens/contract.ts", 'import { a } from "@/db/client";', /Only the server's files/],
  ["features/tokens/hooks.ts", 'import { a } from "./queries";', /runs in the browser/],
  ["features/tokens/queries.ts", 'import { a } from "../auth/hooks";', /stays in its folder/],
];

test.each(PLANTED)("%s: %s is found", (from, text, sentence) => {
  const others = [
    "app/page.tsx",
    "components/panel.tsx",
    "db/client.ts",
    "db/schema/tokens.ts",
    "e2e/receiver.ts",
    "features/auth/components/missing.tsx",
    "features/auth/hooks.ts",
    "features/tokens/queries.ts",
    "features/tokens/schema.ts",
    "features/tokens/service.ts",
    "inngest/client.ts",
    "inngest/functions/prune-logs.ts",
    "lib/env.ts",
    "scripts/ports.ts",
  ].filter((path) => path !== from);
  const sources = [{ path: from, text: `\n${text}` }, ...others.map((path) => ({ path, text: "" }))];
  const problems = importProblems(sources);
  expect(problems).toEqual([expect.stringMatching(sentence)]);
  expect(problems[0]).toMatch(`${from}:2 imports `);
});

test("files that import each other are found, if only for a type", () => {
  const problems = importProblems([
    { path: "lib/a.ts", text: 'import { b } from "./b";' },
    { path: "lib/b.ts", text: 'export { c } from "./c";' },
    { path: "lib/c.ts", text: 'import type { A } from "@/lib/a";' },
    { path: "lib/d.ts", text: 'import { a } from "./a";' },
  ]);
  expect(problems).toEqual([expect.stringMatching(/^lib\/a\.ts, lib\/b\.ts, lib\/c\.ts import each other/)]);
});

test("a test may import what it likes, and nothing imports it", () => {
  const sources = [
    { path: "lib/time.test.ts", text: 'import { a } from "@/features/tokens/service";' },
    { path: "features/tokens/service.ts", text: "" },
    { path: "lib/time.ts", text: 'import { a } from "@/db/factories";' },
    { path: "db/factories.ts", text: "" },
  ];
  expect(importProblems(sources)).toEqual([
    expect.stringMatching(/^lib\/time\.ts:1 imports db\/factories\.ts/),
  ]);
});

test("a folder that has grown too large is found", () => {
  const lines = new Map(Array.from({ length: 10 }, (_, index) => [`features/room-${index}/service.ts`, 90]));
  expect(sizeProblems(lines)).toEqual([]);
  lines.set("features/room-1/components/list.tsx", 20);
  expect(sizeProblems(lines)).toEqual([expect.stringMatching(/^features\/room-1 has 12\.0 % .* split it/)]);
});

function read(path: string): string {
  return readFileSync(join(PROJECT_ROOT, path), "utf8");
}
