import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const LOCK_WAIT = "DPkg::Lock::Timeout=300";

/** Installs packages of Debian. Returns why it did not work. */
export async function installByApt(...packages: string[]): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !(await isProgram("/usr/bin/apt-get")))
    return "apt-get needs root on Debian";
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    await run("apt-get", ["-o", LOCK_WAIT, "update"], { env });
    await run("apt-get", ["-o", LOCK_WAIT, "install", "-y", "--no-install-recommends", ...packages], { env });
    return undefined;
  } catch (error) {
    return `apt-get: ${lastLine(error)}`;
  }
}

export async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

export function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split("\n").at(-1) ?? "";
}
