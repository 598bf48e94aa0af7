import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What `npm run <name>` has node run in a checkout, for whoever runs it without npm in between. */
export async function npmScript(root: string, name: "start" | "bench"): Promise<string[]> {
  const { scripts }: { scripts: Record<typeof name, string> } = JSON.parse(
    await readFile(join(root, "package.json"), "utf8"),
  );
  return scripts[name].split(" ").slice(1);
}
