import { readdir } from "node:fs/promises";
import * as z from "zod";
import type { Handler } from "@/app/api/_lib/frame";

const API = new URL("../", import.meta.url);
/** Where the declared operations are served. */
const SERVED = /^(v1|v3|webhooks)\/(.+\/)?route\.ts$/;

const handlersSchema = z.record(
  z.string(),
  z.custom<Handler>((value) => typeof value === "function"),
);

export interface RouteFile {
  file: string;
  /** As the file's place gives it: `/api/v1/tokens/{id}`. */
  path: string;
  /** By method. */
  handlers: Record<string, Handler>;
}

/** For tests: every route file of the API with what it exports. */
export async function routeFiles(): Promise<RouteFile[]> {
  const files = (await readdir(API, { recursive: true })).filter((file) => SERVED.test(file));
  return Promise.all(files.map(readRoute));
}

async function readRoute(file: string): Promise<RouteFile> {
  const exported: unknown = await import(/* @vite-ignore */ new URL(file, API).pathname);
  const path = `/api/${file.replace(/\/?route\.ts$/, "").replace(/\[(\w+)\]/g, "{$1}")}`;
  return { file, path, handlers: handlersSchema.parse({ ...Object(exported) }) };
}
