import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { PROJECT_ROOT } from "@/lib/project-root";

/** Without the page of all addresses that lead nowhere. */
const PAGE_FILES = globSync("app/**/{page.tsx,route.ts}", { cwd: PROJECT_ROOT }).filter(
  (path) => !path.startsWith("app/api/") && !path.includes("/[..."),
);

/** `/tickets/[id]` for `app/(admin)/tickets/[id]/page.tsx`. */
const PAGES = PAGE_FILES.map(
  (path) =>
    path
      .replace(/^app/, "")
      .replace(/\/(page\.tsx|route\.ts)$/, "")
      .replaceAll(/\/\([^)]*\)/g, "") || "/",
);

/** With any text in place of each part that varies, and of those that may be left out. */
const PAGE_PATTERNS = PAGES.map((page) => {
  const pattern = page.replaceAll(/\/\[\[\.{3}\w+\]\]/g, "(/.+)?").replaceAll(/\[\w+\]/g, "[^/]+");
  return new RegExp(`^${pattern}$`);
});

/** How the addresses of screens begin; `/` alone says too little, and `/.well-known` is for programs. */
const TOP = new Set(PAGES.map((page) => page.split("/")[1] ?? "").filter((name) => /^\w/.test(name)));
const SCREENS = new RegExp(`^/(${[...TOP].join("|")})([/?#]|$)`);

const LINK_FILES = globSync("features/*/links.ts", { cwd: PROJECT_ROOT });

describe("every function of a links.ts leads to a page", () => {
  test.each(LINK_FILES)("%s", async (file) => {
    const links: Record<string, unknown> = await import(join(PROJECT_ROOT, file));
    for (const [name, link] of Object.entries(links)) {
      if (typeof link !== "function") continue;
      const address = new URL(String(link(...Array(link.length).fill("x"))), "http://desk.test");
      expect(
        PAGE_PATTERNS.some((page) => page.test(address.pathname)),
        `${name} leads to ${address.pathname}, where no page is`,
      ).toBe(true);
    }
  });
});

test("no address of a screen stands elsewhere", () => {
  const files = globSync("{features,components,inngest}/**/*.{ts,tsx}", { cwd: PROJECT_ROOT });
  const found = files
    .filter((path) => !/\.test\.tsx?$|\/links\.ts$/.test(path))
    .flatMap((path) => addressesIn(path).map((address) => `${path}: ${address}`));
  expect(found, "an address belongs into links.ts of the room whose screen it is").toEqual([]);
});

/** Texts and templates that begin like the address of a screen. */
function addressesIn(path: string): string[] {
  const file = ts.createSourceFile(
    path,
    readFileSync(join(PROJECT_ROOT, path), "utf8"),
    ts.ScriptTarget.Latest,
  );
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) ? node.text : null;
    if (text !== null && SCREENS.test(text)) found.push(text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
