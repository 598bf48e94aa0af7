import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { log } from "@/lib/log";

/**
 * Calls each route file of the API once. With its first call Next loads the file, which then announces its handlers, and from there on calls go
 * past Next. Until then, and should it fail, Next serves them.
 */
export async function loadRoutes(
  root: string,
  send: (method: string, path: string) => Promise<number>,
): Promise<void> {
  try {
    for (const path of await routePaths(root)) await send("OPTIONS", path);
  } catch (error) {
    log.warn({ err: error }, "calls of the API pass through Next");
  }
}

/** A path that each file serves. */
async function routePaths(root: string): Promise<string[]> {
  const files = await readdir(join(root, "app", "api"), { recursive: true });
  return files
    .filter((file) => /^[^_].*[/\\]route\.ts$/.test(file))
    .map((file) => `/api/${file.replaceAll("\\", "/").replace(/\/route\.ts$/, "")}`)
    .map((place) => place.replace(/\[+(?:\.\.\.)?\w+\]+/g, "x"));
}
