import { hkdfSync } from "node:crypto";
import postgres from "postgres";
import { log } from "@/lib/log";
import { StartupError } from "@/lib/startup-error";
import { ENCRYPTED_COLUMNS } from "./encrypted-columns";

const CONNECT_SECONDS = 3;
const FINGERPRINT_BYTES = 16;

interface Fingerprint {
  /** The name of the key. */
  kid: string;
  fingerprint: string;
}

/**
 * Keeps Replify from starting with keys that don't open what the database holds: each key leaves a fingerprint there, by which another one of
 * the same name is known. Throws StartupError.
 */
export async function requireEncryptionKeys(databaseUrl: string, encryptionKeys: string): Promise<void> {
  const client = postgres(databaseUrl, { max: 1, connect_timeout: CONNECT_SECONDS, onnotice: () => {} });
  try {
    const known = await client<Fingerprint[]>`select kid, fingerprint from encryption_keys`;
    const given = new Map(encryptionKeys.split(",").map(fingerprintOf));
    const isKnown = ({ kid, fingerprint }: Fingerprint) => given.get(kid) === fingerprint;
    // As at the last start, so nothing can be encrypted by any other: what the tables hold is read after a change of keys only.
    if (known.length === given.size && known.every(isKnown)) return;
    const needed = await keysInUse(client);
    for (const kid of needed) if (!given.has(kid)) throw missing(kid);
    for (const { kid, fingerprint } of known)
      if (needed.has(kid) && given.get(kid) !== fingerprint) throw different(kid);
    for (const [kid, fingerprint] of given)
      await client`
        insert into encryption_keys (kid, fingerprint) values (${kid}, ${fingerprint})
        on conflict (kid) do update set fingerprint = excluded.fingerprint
        where encryption_keys.fingerprint <> excluded.fingerprint`;
    await client`delete from encryption_keys where kid <> all(${[...given.keys()]}::text[])`;
  } finally {
    await client.end({ timeout: 1 });
  }
}

/** The same for a process that also starts without its database, and then finds out by itself what is wrong. */
export async function encryptionKeysProblem(
  databaseUrl: string,
  encryptionKeys: string,
): Promise<string | null> {
  try {
    await requireEncryptionKeys(databaseUrl, encryptionKeys);
    return null;
  } catch (error) {
    if (error instanceof StartupError) return error.message;
    log.warn({ err: error }, "could not compare the encryption keys with the database");
    return null;
  }
}

/** The names of the keys that something in the database needs. */
async function keysInUse(client: postgres.Sql): Promise<Set<string>> {
  const each = ENCRYPTED_COLUMNS.map(
    ({ table, column }) =>
      `select split_part(${column}, '.', 2) as kid from ${table} where ${column} is not null`,
  );
  const rows = await client.unsafe<{ kid: string }[]>(each.join(" union "));
  return new Set(rows.map(({ kid }) => kid));
}

/** It tells nothing of the key: what is derived from 256 random bits can't be guessed back. */
function fingerprintOf(entry: string): [string, string] {
  const separator = entry.indexOf(":");
  const key = Buffer.from(entry.slice(separator + 1), "base64");
  const derived = hkdfSync("sha256", key, "", "replify|fingerprint", FINGERPRINT_BYTES);
  return [entry.slice(0, separator), Buffer.from(derived).toString("hex")];
}

function missing(kid: string): StartupError {
  return new StartupError(
    `The database holds secrets that only the key ${kid} opens, and ENCRYPTION_KEYS lacks it: put it back behind the first one until they have been encrypted anew.`,
  );
}

function different(kid: string): StartupError {
  return new StartupError(
    `ENCRYPTION_KEYS names another key ${kid} than the one that the secrets in this database were encrypted with: put that one back.`,
  );
}
