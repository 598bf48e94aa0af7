import { join } from "node:path";

/** What runs in production from a bundle in `dist`, by the bundle's name. */
export const PROGRAMS = {
  "build-stamp": "scripts/build-stamp.ts",
  "create-initial-admin": "scripts/create-initial-admin.ts",
  migrate: "scripts/migrate.ts",
  start: "scripts/start.ts",
  web: "server.ts",
  worker: "inngest/worker.ts",
};

/** Arguments for node to run one: its bundle, or the sources as they are now. */
export function programArguments(name: keyof typeof PROGRAMS, { isDev }: { isDev: boolean }): string[] {
  if (!isDev) return [join("dist", `${name}.mjs`)];
  // The condition makes `server-only` the empty module that it is on a server. Next sets it itself where it belongs.
  const conditions = name === "web" ? [] : ["--conditions=react-server"];
  return [...conditions, "--import", "tsx", PROGRAMS[name]];
}
