import { execFile } from "node:child_process";
import { promisify } from "node:util";
import postgres from "postgres";
import { StartupError } from "@/lib/startup-error";
import { programArguments } from "./programs";

const run = promisify(execFile);

/** Makes the admin that INITIAL_ADMIN_EMAIL and INITIAL_ADMIN_PASSWORD name, if the database has no user yet. */
export async function createInitialAdmin(environment: NodeJS.ProcessEnv): Promise<void> {
  if (!environment.INITIAL_ADMIN_EMAIL || (await hasUsers(environment.DATABASE_URL ?? ""))) return;
  try {
    // In a process of its own: the app's code needs the condition that makes `server-only` empty, and memory.
    const isDev = environment.NODE_ENV === "development";
    await run(process.execPath, programArguments("create-initial-admin", { isDev }), { env: environment });
  } catch (error) {
    const output = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    throw new StartupError(`The first admin could not be created: ${output || error}`);
  }
}

export async function hasUsers(databaseUrl: string): Promise<boolean> {
  const client = postgres(databaseUrl, { max: 1, connect_timeout: 5 });
  try {
    return (await client`select 1 from users limit 1`).length > 0;
  } finally {
    await client.end({ timeout: 1 });
  }
}
