import { execFile } from "node:child_process";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import {
  chmod,
  chown,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { StartupError } from "@/lib/startup-error";
import { errorCode, explainFileError, explainOutput } from "./failures";
import { canReach, type SystemUser } from "./system-user";

const run = promisify(execFile);

/** Where root keeps what the `postgres` user cannot reach in the checkout. */
export const SHARED_ROOT = "/var/lib/replify";
export const SUPERUSER = "replify";
/** Made by the migration; a cluster alone does not have it. */
export const APP_ROLE = "replify_app";

const savedSchema = z.object({
  password: z.string(),
  /** Absent from what the first versions wrote. */
  appPassword: z.string().optional(),
  port: z.number().optional(),
  movedTo: z.string().optional(),
});
type Saved = z.infer<typeof savedSchema>;

export interface Cluster {
  /** The Postgres data directory. */
  path: string;
  /** The superuser's. */
  password: string;
  /** The application's role's. */
  appPassword: string;
  /** The port of the last start; kept when it is still free, so that open tools keep working. */
  port: number | undefined;
  logFile: string;
  rememberPort(port: number): Promise<void>;
}

/** Finds or makes the cluster that belongs to a data directory, with its passwords beside it (mode 0600). */
export async function openCluster(
  dataDir: string,
  { user, log }: { user: SystemUser; log: (line: string) => void },
): Promise<Cluster> {
  const asked = resolve(dataDir);
  try {
    await makeDataDirectory(asked);
    // Two names of one directory must not look like two databases.
    const root = await realpath(asked);
    const file = join(root, "postgres.json");
    const saved = await readSaved(file);
    const path = join(saved?.movedTo ?? (await home(root, user)), "postgres");
    if (!path.startsWith(root))
      log(`PostgreSQL's user may not enter ${root}; the database is kept in ${path}.`);
    const state = {
      ...(saved ?? { password: newPassword() }),
      appPassword: saved?.appPassword ?? newPassword(),
    };
    if (dirname(path) !== root) state.movedTo = dirname(path);
    if (!saved && (await exists(join(path, "PG_VERSION")))) {
      throw new StartupError(
        `${file} is missing and holds the password of the database in ${path}: put it back, or move the directory away to begin with an empty one.`,
      );
    }
    const save = () => writePrivate(file, `${JSON.stringify(state, null, 2)}\n`);
    if (!saved?.appPassword) await save();
    return {
      path,
      password: state.password,
      appPassword: state.appPassword,
      port: state.port,
      logFile: join(root, "postgres.log"),
      rememberPort: async (port) => {
        state.port = port;
        await save();
      },
    };
  } catch (error) {
    throw explainFileError(error, asked);
  }
}

/** Runs initdb unless the cluster is there already; a half-made one never gets the final name. */
export async function initialiseCluster(
  cluster: Cluster,
  { binaries, user }: { binaries: string; user: SystemUser },
): Promise<void> {
  try {
    if (await exists(join(cluster.path, "PG_VERSION"))) return await takeOwnership(cluster.path, user);
    if ((await listing(cluster.path)).length > 0) {
      throw new StartupError(
        `${cluster.path} exists but holds no PostgreSQL database: move it away, or set DATA_DIR to another directory.`,
      );
    }
    await runInitdb(cluster, { binaries, user });
  } catch (error) {
    throw explainFileError(error, cluster.path);
  }
}

async function runInitdb(
  cluster: Cluster,
  { binaries, user }: { binaries: string; user: SystemUser },
): Promise<void> {
  const partial = `${cluster.path}.new`;
  const passwordFile = `${partial}.password`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  await writePrivate(passwordFile, `${cluster.password}\n`);
  if ("uid" in user) {
    for (const path of [partial, passwordFile]) await chown(path, user.uid, user.gid);
  }
  const flags = [
    `--pgdata=${partial}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // The built-in locale sorts the same on every operating system.
    "--no-locale",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
  ];
  try {
    await run(join(binaries, "initdb"), flags, { ...user, cwd: partial, env: postgresEnvironment() });
    await rm(cluster.path, { recursive: true, force: true });
    await rename(partial, cluster.path);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    const output = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    throw explainOutput({ output, cluster: cluster.path, logFile: cluster.logFile });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** English messages, because we read them, and none of our secrets. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return {
    NODE_ENV: process.env.NODE_ENV,
    PATH: process.env.PATH,
    SystemRoot: process.env.SystemRoot,
    LC_ALL: "C",
  };
}

function newPassword(): string {
  return randomBytes(24).toString("base64url");
}

async function makeDataDirectory(root: string): Promise<void> {
  const isNew = !(await exists(root));
  await mkdir(root, { recursive: true });
  // Only root's Postgres is another user, who must be able to pass through.
  if (isNew) await chmod(root, process.getuid?.() === 0 ? 0o711 : 0o700);
}

async function home(root: string, user: SystemUser): Promise<string> {
  if (await canReach(root, user)) return root;
  const moved = join(SHARED_ROOT, createHash("sha256").update(root).digest("hex").slice(0, 16));
  await mkdir(moved, { recursive: true });
  for (const path of [SHARED_ROOT, moved]) await chmod(path, 0o711);
  return moved;
}

/** A data directory carried to another machine still belongs to that one's user number. */
async function takeOwnership(path: string, user: SystemUser): Promise<void> {
  if (!("uid" in user) || (await stat(path)).uid === user.uid) return;
  await run("chown", ["-R", `${user.uid}:${user.gid}`, path]);
}

async function readSaved(file: string): Promise<Saved | undefined> {
  try {
    return savedSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    if (errorCode(error) !== undefined) throw error;
    throw new StartupError(`${file} cannot be read as Replify wrote it: restore it from a backup.`);
  }
}

/** Writes beside and renames, so that a crash leaves the old file or the new one. */
async function writePrivate(file: string, text: string): Promise<void> {
  const partial = `${file}.${randomUUID()}`;
  await writeFile(partial, text, { mode: 0o600 });
  await rename(partial, file);
}

async function listing(path: string): Promise<string[]> {
  return (await exists(path)) ? readdir(path) : [];
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}
