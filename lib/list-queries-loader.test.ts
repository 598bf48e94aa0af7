import { globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { PROJECT_ROOT } from "@/lib/project-root";
import listQueriesLoader from "./list-queries-loader.mjs";

const folder = mkdtempSync(join(tmpdir(), "list-queries-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(globSync("features/*/list-query.ts", { cwd: PROJECT_ROOT }).sort())(
  "a browser gets %s as the server has it",
  async (file) => {
    const resourcePath = resolve(PROJECT_ROOT, file);
    const { source, read } = await build(resourcePath);
    const built: object = await import(`data:text/javascript,${encodeURIComponent(source)}`);
    expect(read).toEqual(expect.arrayContaining([resourcePath, resolve(PROJECT_ROOT, "lib/pagination.ts")]));
    expect({ ...built }).toEqual({ ...(await import(resourcePath)) });
  },
);

test.each([
  ["can't be read", "export const query = ;", /Unexpected/],
  ["fails", 'throw new Error("No such schema");', /No such schema/],
  ["can't be written down", "export const query = 1n;", /BigInt/],
  ["is a function", "export function query() {}", /query is no data/],
])("the build is told of a file that %s", async (what, source, message) => {
  const resourcePath = join(folder, `${what.replaceAll(/\W/g, "-")}.ts`);
  writeFileSync(resourcePath, source);
  await expect(build(resourcePath)).rejects.toThrow(message);
});

async function build(resourcePath: string) {
  const read: string[] = [];
  const source = await new Promise<string>((done, fail) => {
    const async = () => (error: unknown, built?: string) => (error ? fail(error) : done(built ?? ""));
    listQueriesLoader.call({ resourcePath, async, addDependency: (path) => read.push(path) });
  });
  return { source, read };
}
