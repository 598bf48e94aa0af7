import { globSync } from "node:fs";
import { resolve } from "node:path";
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
  const source = await new Promise<string>((done, fail) => {
    const async = () => (error: unknown, built?: string) => (error ? fail(error) : done(built ?? ""));
    endpointsLoader.call({ resourcePath, async });
  });
  expect(await run(source)).toEqual(await run(addressesOf(await import(resourcePath))));
});

async function run(source: string): Promise<object> {
  return { ...(await import(`data:text/javascript,${encodeURIComponent(source)}`)) };
}
