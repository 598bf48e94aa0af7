import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Who runs on a data directory right now: for tests that kill them and for people who wonder. */
export interface RunFile {
  url: string;
  databaseUrl: string;
  supervisor: number;
  web: number | undefined;
  worker: number | undefined;
}

export function writeRunFile(dataDir: string, content: RunFile): void {
  const file = runFile(dataDir);
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function readRunFile(dataDir: string): RunFile {
  return JSON.parse(readFileSync(runFile(dataDir), "utf8"));
}

function runFile(dataDir: string): string {
  return join(dataDir, "run.json");
}
