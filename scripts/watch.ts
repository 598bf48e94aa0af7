import { watch } from "node:fs";

const SETTLE_MS = 300;
const WATCHED = ["db", "features", "inngest", "lib"];

/** Calls back after edits of what the worker runs; Next watches for the web process itself. */
export function onSourceChange(callback: () => void): void {
  let timer: NodeJS.Timeout | undefined;
  for (const directory of WATCHED) {
    watch(directory, { recursive: true }, (_, file) => {
      if (!file || !/\.tsx?$/.test(file) || /\.test\.tsx?$/.test(file)) return;
      clearTimeout(timer);
      timer = setTimeout(callback, SETTLE_MS);
    });
  }
}
