import { StartupError } from "@/lib/startup-error";

/** Turns what the file system answered into one sentence that says what to do. */
export function explainFileError(error: unknown, path: string): StartupError {
  if (error instanceof StartupError) return error;
  switch (errorCode(error)) {
    case "EACCES":
    case "EPERM":
      return new StartupError(
        `Replify may not write to ${path}: make that directory yours (chown), or set DATA_DIR to one that is.`,
      );
    case "EROFS":
      return new StartupError(
        `${path} is on a read-only file system: set DATA_DIR to a directory that can be written.`,
      );
    case "ENOSPC":
    case "EDQUOT":
      return new StartupError(noSpace(path));
    case "ENOTDIR":
    case "EEXIST":
      return new StartupError(
        `${path} is not a directory: remove that file, or set DATA_DIR to a directory.`,
      );
    default: {
      const reason = error instanceof Error ? error.message : String(error);
      return new StartupError(`Replify could not use ${path}: ${reason}.`);
    }
  }
}

interface Cause {
  output: string;
  cluster: string;
  logFile: string;
}

const CAUSES: [RegExp, (cause: Cause) => string][] = [
  [/No space left on device|Disk quota exceeded/, ({ cluster }) => noSpace(cluster)],
  [
    /database files are incompatible with server/,
    ({ cluster }) =>
      `The database in ${cluster} was made by another major version of PostgreSQL: dump it with that one and restore it here, or set DATABASE_URL.`,
  ],
  [
    /Permission denied|wrong ownership|invalid permissions|Read-only file system/,
    ({ cluster }) =>
      `PostgreSQL may not use ${cluster}: the directory must belong to the user it runs as and be closed to others (chmod 700).`,
  ],
  [
    /lock file "[^"]*postmaster\.pid" already exists|pre-existing shared memory block/,
    ({ cluster }) =>
      `Another process already runs the database in ${cluster}: stop it, or set DATA_DIR to another directory.`,
  ],
  [
    /could not (?:create|map|resize) (?:any )?(?:shared memory|anonymous)|Cannot allocate memory|out of memory/,
    () => "This machine has too little free memory for the database: free some, or set DATABASE_URL.",
  ],
];

/** One sentence for a Postgres that did not come up, from what it wrote to its log. */
export function explainOutput(cause: Cause): StartupError {
  for (const [pattern, sentence] of CAUSES) {
    if (pattern.test(cause.output)) return new StartupError(sentence(cause));
  }
  const last =
    /(?:FATAL|PANIC|initdb: error): +(.+)/.exec(cause.output)?.[1] ?? "it ended without saying why";
  return new StartupError(
    `The database in ${cause.cluster} is damaged or unusable (${last}): restore a backup, or move the directory away to begin with an empty one; its log is ${cause.logFile}.`,
  );
}

/** The `code` of a Node or Postgres error. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

function noSpace(path: string): string {
  return `There is no disk space left for ${path}: free some, or set DATA_DIR to another disk.`;
}
