import postgres from "postgres";
import { closeDatabase } from "@/db/client";
import { createTestDatabase } from "@/db/test-database";

/**
 * Gives a test file a database of its own, for code that looks at all organizations at once. Call it before anything queries; returns what
 * drops the database again.
 */
export async function useOwnDatabase(): Promise<() => Promise<void>> {
  const { DATABASE_URL, DATABASE_OWNER_URL } = process.env;
  const { url, ownerUrl, drop } = await createTestDatabase();
  Object.assign(process.env, { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl });
  return async () => {
    await closeDatabase();
    await drop();
    Object.assign(process.env, { DATABASE_URL, DATABASE_OWNER_URL });
  };
}

/** Empties every table of the test file's own database, the audit log too, which nobody but a superuser can do. */
export async function emptyOwnDatabase(): Promise<void> {
  await asOwner(async (owner) => {
    await owner.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      // Where it and what still runs of the test before wait for each other, that is given up and not this.
      await tx`set local deadlock_timeout = '1min'`;
      await tx`truncate organizations, users, deliveries, open_deliveries, attempts restart identity cascade`;
    });
  });
}

/** Runs `work` on a connection of the tables' owner, for what the application's role may not do. */
export async function asOwner<Result>(work: (owner: postgres.Sql) => Promise<Result>): Promise<Result> {
  const owner = postgres(process.env.DATABASE_OWNER_URL ?? "", { max: 1, onnotice: () => {} });
  try {
    return await work(owner);
  } finally {
    await owner.end({ timeout: 1 });
  }
}
