import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ENDPOINTS_LOADER = join("lib", "endpoints-loader.mjs");
const LIST_QUERIES_LOADER = join("lib", "list-queries-loader.mjs");

// Not in TypeScript: to compile it, Next would load its compiler at each start.
/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: false,
  images: { unoptimized: true },
  turbopack: {
    root: import.meta.dirname,
    // Set up for browsers wherever it is loaded.
    resolveAlias: { zod: { browser: "./lib/browser-zod.ts" } },
    rules: {
      "**/features/*/contract.ts": {
        condition: "browser",
        // What a loader made is kept for as long as file and options are the same, even if the loader is not.
        loaders: [{ loader: `./${ENDPOINTS_LOADER}`, options: { version: hashOf(ENDPOINTS_LOADER) } }],
        as: "*.js",
      },
      "**/features/*/list-query.ts": {
        condition: "browser",
        loaders: [{ loader: `./${LIST_QUERIES_LOADER}`, options: { version: hashOf(LIST_QUERIES_LOADER) } }],
        as: "*.js",
      },
    },
  },
  serverExternalPackages: ["@node-rs/argon2", "postgres", "pino"],
  // `npm run verify` type-checks; doing it again here would only slow the first `npm start`.
  typescript: { ignoreBuildErrors: true },
  // Of 150 entries most are of the API, whose calls don't pass through Next.
  experimental: { preloadEntriesOnStart: false },
};

/** @param {string} path */
function hashOf(path) {
  return createHash("sha256")
    .update(readFileSync(join(import.meta.dirname, path)))
    .digest("hex");
}

export default config;
