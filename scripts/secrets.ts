import { randomBytes, randomUUID } from "node:crypto";
import { chmod, link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import * as z from "zod";
import { errorCode, explainFileError } from "@/db/embedded/failures";
import { StartupError } from "@/lib/startup-error";

const secretsSchema = z.object({
  NEXTAUTH_SECRET: z.string(),
  ENCRYPTION_KEYS: z.string(),
  INNGEST_SIGNING_KEY: z.string(),
  INNGEST_EVENT_KEY: z.string(),
});
export type Secrets = z.infer<typeof secretsSchema>;

/** The secrets of a data directory, made at the first start and kept since: losing them loses what they encrypt. */
export async function keptSecrets(dataDir: string): Promise<Secrets> {
  const file = join(resolve(dataDir), "secrets.json");
  const kept = await readSecrets(file);
  if (kept) return kept;
  await writeOnce(file, newSecrets());
  const written = await readSecrets(file);
  if (!written) throw new StartupError(`${file} vanished while it was being written: start again.`);
  return written;
}

function newSecrets(): Secrets {
  return {
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    // No `signkey-` prefix: the Inngest server and its SDK disagree on whether it is part of the key.
    INNGEST_SIGNING_KEY: randomBytes(32).toString("hex"),
    INNGEST_EVENT_KEY: randomBytes(16).toString("hex"),
  };
}

async function readSecrets(file: string): Promise<Secrets | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
    await chmod(file, 0o600);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw explainFileError(error, join(file, ".."));
  }
  try {
    return secretsSchema.parse(JSON.parse(text));
  } catch {
    throw new StartupError(
      `${file} is not as Replify wrote it: restore it from a backup, because what it encrypted can't be read without it.`,
    );
  }
}

/** A link fails when the file exists, so of two first starts one wins and both use its secrets. */
async function writeOnce(file: string, secrets: Secrets): Promise<void> {
  const partial = `${file}.${randomUUID()}`;
  try {
    // Passable, not listable: the database below it may run as another user.
    await mkdir(join(file, ".."), { recursive: true, mode: 0o711 });
    await writeFile(partial, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
    await link(partial, file).catch((error) => {
      if (errorCode(error) !== "EEXIST") throw error;
    });
  } catch (error) {
    throw explainFileError(error, join(file, ".."));
  } finally {
    await rm(partial, { force: true });
  }
}
