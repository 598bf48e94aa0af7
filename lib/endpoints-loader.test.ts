import { globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import type { Endpoint } from "@/lib/endpoint";
import { PROJECT_ROOT } from "@/lib/project-root";
import endpointsLoader, { addressesOf } from "./endpoints-loader.mjs";

const CONTRACTS = globSync("features/*/contract.ts", { cwd: PROJECT_ROOT }).sort();

test.each(CONTRACTS)(
  "a browser gets of %s where calls go and whether they ask who calls, and nothing else",
  async (file) => {
    const contract: Record<string, Endpoint> = await import(resolve(PROJECT_ROOT, file));
    expect(await run(addressesOf(contract))).toEqual(
      Object.fromEntries(
        Object.entries(contract).map(([name, { method, path, sensitivity }]) => [
          name,
          { method, path, ...(sensitivity && { sensitivity }) },
        ]),
      ),
    );
  },
);

test("the build gets them of the file", async () => {
  const resourcePath = resolve(PROJECT_ROOT, "features/trace/contract.ts");
  expect(await run(await build(resourcePath))).toEqual(await run(addressesOf(await import(resourcePath))));
});

test("the build is told of a contract that has something else than endpoints", async () => {
  const folder = mkdtempSync(join(tmpdir(), "endpoints-"));
  const resourcePath = join(folder, "contract.ts");
  writeFileSync(resourcePath, "export const nothing = null;");
  await expect(build(resourcePath)).rejects.toThrow(TypeError);
  rmSync(folder, { recursive: true });
});

function build(resourcePath: string): Promise<string> {
  return new Promise((done, fail) => {
    const async = () => (error: unknown, built?: string) => (error ? fail(error) : done(built ?? ""));
    endpointsLoader.call({ resourcePath, async });
  });
}

async function run(source: string): Promise<object> {
  return { ...(await import(`data:text/javascript,${encodeURIComponent(source)}`)) };
}
