import { spawnSync } from "node:child_process";
import { StartupError } from "../lib/startup-error";
import { installByApt } from "./apt";

/** The module is not in Debian's smallest Python. */
export const HAS_PYTHON = has("python3", "-c", "import hmac");
export const HAS_OPENSSL = has("openssl", "version");
export const HAS_GO = has("go", "version");
export const HAS_PHP = has("php", "--version");

/** What verifies deliveries in tests, and runs the WordPress plugin. Where it is missing and can't be installed, those that need it are skipped. */
export async function installPrograms(): Promise<void> {
  const missing = [
    ...(HAS_PYTHON ? [] : ["python3"]),
    ...(HAS_OPENSSL ? [] : ["openssl"]),
    ...(HAS_PHP ? [] : ["php-cli"]),
  ];
  if (missing.length === 0) return;
  const reason = await installByApt(...missing);
  if (reason && process.getuid?.() === 0)
    throw new StartupError(`${missing.join(" and ")} could not be installed (${reason}).`);
}

function has(program: string, ...args: string[]): boolean {
  return spawnSync(program, args).status === 0;
}
