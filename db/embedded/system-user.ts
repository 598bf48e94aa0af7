import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { StartupError } from "@/lib/startup-error";

const run = promisify(execFile);

/** The user that Postgres runs as; empty when that is simply us. */
export type SystemUser = { uid: number; gid: number } | Record<string, never>;

/** Postgres refuses to run as root: root gets the `postgres` user (created if missing), anybody else runs it as themselves. */
export async function systemUser(): Promise<SystemUser> {
  if (process.getuid?.() !== 0) return {};
  const existing = await lookUp();
  if (existing) return existing;
  try {
    await run("useradd", [
      "--system",
      "--user-group",
      "--no-create-home",
      "--shell",
      "/bin/false",
      "postgres",
    ]);
  } catch {
    // Two starts may create it at once; what counts is that it exists.
  }
  const created = await lookUp();
  if (created) return created;
  throw new StartupError(
    "PostgreSQL refuses to run as root and the user `postgres` could not be created: run Replify as another user, or set DATABASE_URL.",
  );
}

async function lookUp(): Promise<SystemUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", "postgres"]), run("id", ["-g", "postgres"])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** True when that user can enter the directory. Asks the kernel instead of reading modes, so that ACLs count. */
export async function canReach(directory: string, user: SystemUser): Promise<boolean> {
  if (!("uid" in user)) return true;
  try {
    await run("/bin/sh", ["-c", 'cd "$1"', "sh", directory], { ...user, cwd: "/" });
    return true;
  } catch {
    return false;
  }
}
