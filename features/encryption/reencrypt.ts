import "server-only";
import { sql } from "drizzle-orm";
import { currentTransaction, transaction } from "@/db/client";
import { ENCRYPTED_COLUMNS, type EncryptedColumn } from "@/db/encrypted-columns";
import { recordAudit } from "@/features/audit/record";
import { systemContext } from "@/features/auth/system-context";
import { decryptSecret, encryptSecret, firstKeyId, hasOlderKeys } from "@/lib/keyring";
import { log } from "@/lib/log";

const BATCH = 500;

/** How far a run is: the position of a column in ENCRYPTED_COLUMNS, and the key of the last row that was looked at. */
export interface ReencryptionProgress {
  column: number;
  after: string[] | null;
}

/**
 * Encrypts one batch of the secrets that are not under the first key of ENCRYPTION_KEYS with it, on record. Returns how far it came; null when
 * there is nothing left.
 */
export async function reencryptBatch(
  from: ReencryptionProgress | null,
  size = BATCH,
): Promise<ReencryptionProgress | null> {
  // With one key nothing can be under another, so the tables needn't be read at each start of a worker.
  if (!hasOlderKeys()) return null;
  let after = from?.after ?? null;
  for (let index = from?.column ?? 0; index < ENCRYPTED_COLUMNS.length; index++, after = null) {
    const column = ENCRYPTED_COLUMNS[index];
    const last = column && (await transaction(() => reencryptRows(column, { after, size })));
    if (last) return { column: index, after: last };
  }
  return null;
}

interface Batch {
  after: string[] | null;
  size: number;
}

interface Row extends Record<string, unknown> {
  place: string;
  /** JSON. */
  key: string;
  envelope: string;
  organization_id: number;
}

/** The key of the last row; null without any. */
async function reencryptRows(column: EncryptedColumn, batch: Batch): Promise<string[] | null> {
  const rows = await lockRows(column, batch);
  const last = rows.at(-1);
  if (!last) return null;
  const renewed = rows.flatMap((row) => renew(column, row));
  await writeRows(column, renewed);
  const counts = Map.groupBy(renewed, ({ organizationId }) => organizationId);
  for (const [organizationId, { length }] of counts) {
    const kid = firstKeyId();
    await recordAudit(systemContext("reencrypt-secrets", organizationId), {
      action: "secrets.reencrypted",
      target: { type: "encryption_key", id: kid, name: kid },
      changes: { [`${column.table}.${column.column}`]: { from: null, to: length } },
    });
  }
  return keyOf(last);
}

/** Those that somebody else is changing are left for the next run, rather than waited for. */
function lockRows({ table, column, key, organization }: EncryptedColumn, { after, size }: Batch) {
  const [t, c] = [sql.identifier(table), sql.identifier(column)];
  const keys = sql.join(
    key.map((name) => sql`t.${sql.identifier(name)}`),
    sql`, `,
  );
  const isLater = after
    ? sql`(${keys}) > (${sql.join(
        after.map((value) => sql`${value}`),
        sql`, `,
      )})`
    : sql`true`;
  return currentTransaction().execute<Row>(sql`
    select t.ctid::text as place, jsonb_build_array(${keys})::text as key, t.${c} as envelope,
      ${sql.raw(organization)} as organization_id
    from ${t} t
    where split_part(t.${c}, '.', 2) <> ${firstKeyId()} and ${isLater}
    order by ${keys} limit ${size} for no key update of t skip locked`);
}

interface Renewed {
  place: string;
  envelope: string;
  organizationId: number;
}

/** One that does not open stays as it is, and is not the reason to leave the others. */
function renew(column: EncryptedColumn, row: Row): Renewed[] {
  const boundTo = column.boundTo(...keyOf(row));
  try {
    const envelope = encryptSecret(decryptSecret(row.envelope, boundTo), boundTo);
    return [{ place: row.place, envelope, organizationId: row.organization_id }];
  } catch (error) {
    log.error(
      { err: error, table: column.table, column: column.column, key: row.key },
      "a secret can't be opened",
    );
    return [];
  }
}

async function writeRows({ table, column }: EncryptedColumn, renewed: Renewed[]): Promise<void> {
  if (renewed.length === 0) return;
  const [t, c] = [sql.identifier(table), sql.identifier(column)];
  const values = JSON.stringify(renewed.map(({ place, envelope }) => ({ place, envelope })));
  await currentTransaction().execute(sql`
    update ${t} t set ${c} = x.envelope
    from jsonb_to_recordset(${values}::jsonb) as x(place text, envelope text)
    where t.ctid = x.place::tid`);
}

function keyOf({ key }: Row): string[] {
  const values: unknown = JSON.parse(key);
  return Array.isArray(values) ? values.map(String) : [];
}
