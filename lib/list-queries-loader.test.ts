import { globSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "@/lib/project-root";
import listQueriesLoader from "./list-queries-loader.mjs";

test.each(globSync("features/*/list-query.ts", { cwd: PROJECT_ROOT }).sort())(
  "a browser gets %s as the server has it",
  async (file) => {
    const resourcePath = resolve(PROJECT_ROOT, file);
    const read: string[] = [];
    const source = await new Promise<string>((done, fail) => {
      const async = () => (error: unknown, built?: string) => (error ? fail(error) : done(built ?? ""));
      listQueriesLoader.call({ resourcePath, async, addDependency: (path) => read.push(path) });
    });
    const built: object = await import(`data:text/javascript,${encodeURIComponent(source)}`);
    expect(read).toEqual(expect.arrayContaining([resourcePath, resolve(PROJECT_ROOT, "lib/pagination.ts")]));
    expect({ ...built }).toEqual({ ...(await import(resourcePath)) });
  },
);
