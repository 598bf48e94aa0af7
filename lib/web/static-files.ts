import { globSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { acceptsEncoding } from "@/lib/accepts-encoding";

const CONTENT_TYPES: Record<string, string> = {
  ".js.br": "application/javascript; charset=utf-8",
  ".css.br": "text/css; charset=utf-8",
};
/** Their names change with their content. */
const CACHE_CONTROL = "public, max-age=31536000, immutable";

interface StaticFile {
  path: string;
  contentType: string;
  content?: Buffer;
}

/**
 * Answers requests for scripts and styles of the build with what the build has compressed (scripts/compress-static.ts); false for all others, which
 * are Next's. A file is one of those that were there at the start, so no path leads anywhere else.
 */
export function createStaticFiles(root: string): (req: IncomingMessage, res: ServerResponse) => boolean {
  const files = new Map<string, StaticFile>();
  for (const name of globSync("static/**/*.br", { cwd: join(root, ".next") })) {
    const contentType = CONTENT_TYPES[/\.\w+\.br$/.exec(name)?.[0] ?? ""];
    if (contentType !== undefined)
      files.set(`/_next/${name.slice(0, -".br".length)}`, { path: join(root, ".next", name), contentType });
  }

  return ({ method, url = "", headers }, res) => {
    if (method !== "GET" && method !== "HEAD") return false;
    const file = files.get(url);
    if (!file) return false;
    // Whoever gets it from Next, too: what is kept on the way must not be given to those who take something else.
    res.setHeader("vary", "Accept-Encoding");
    if (!acceptsEncoding(headers["accept-encoding"], "br")) return false;
    file.content ??= readFileSync(file.path);
    res.writeHead(200, {
      "content-type": file.contentType,
      "content-encoding": "br",
      "content-length": file.content.length,
      "cache-control": CACHE_CONTROL,
    });
    res.end(method === "HEAD" ? undefined : file.content);
    return true;
  };
}
