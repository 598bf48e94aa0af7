import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import postgres from "postgres";
import { StartupError } from "@/lib/startup-error";
import { errorCode } from "./embedded/failures";

const SCRAM_ITERATIONS = 4096;
const SALT_BYTES = 16;
/** Roles belong to the whole cluster, so migrations of two databases may meet in their rows. */
const CONFLICT_TRIES = 20;
const WRONG_PASSWORD = new Set(["28P01", "28000"]);
/** Of CREATE ROLE, when somebody else's was first. */
const EXISTS = new Set(["42710", "23505"]);
const TUPLE_CONFLICT = "XX000";
const NOT_ALLOWED = "42501";

/**
 * Makes the role that the application connects as, if there is none, and gives it rows and nothing else: it owns nothing, makes nothing, and
 * can only add to the audit log. `owner` is the connection that migrated, still holding the migration lock.
 */
export async function grantToApp(owner: postgres.Sql, appUrl: string): Promise<void> {
  const role = userOf(appUrl);
  await ensureRole(owner, { role, password: decodeURIComponent(new URL(appUrl).password) });
  await retryConflicts(() => owner.begin((tx) => grantRows(tx, role)));
  await assertRestrained(owner, role);
  await keepPasswordInStep(owner, appUrl);
}

export function userOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}

async function ensureRole(
  owner: postgres.Sql,
  { role, password }: { role: string; password: string },
): Promise<void> {
  const found = await owner`select 1 from pg_roles where rolname = ${role}`;
  if (found.length > 0) return;
  await runAs(owner, { role, verb: "create role", password }).catch((error) => {
    if (EXISTS.has(errorCode(error) ?? "")) return;
    if (errorCode(error) !== NOT_ALLOWED) throw error;
    throw new StartupError(
      `The role ${role} of DATABASE_URL does not exist and DATABASE_OWNER_URL may not create it: create it as a superuser (CREATE ROLE ${role} LOGIN PASSWORD '…'), or give the owner CREATEROLE.`,
    );
  });
}

/** Only when the password of the URL does not let in: a role that works needs no right to change it. */
async function keepPasswordInStep(owner: postgres.Sql, appUrl: string): Promise<void> {
  if (await letsIn(appUrl)) return;
  const role = userOf(appUrl);
  const password = decodeURIComponent(new URL(appUrl).password);
  await retryConflicts(() => runAs(owner, { role, verb: "alter role", password })).catch((error) => {
    if (errorCode(error) !== NOT_ALLOWED) throw error;
    throw new StartupError(
      `The password of DATABASE_URL is not that of its role ${role}, and DATABASE_OWNER_URL may not change it: correct one of them.`,
    );
  });
}

async function letsIn(url: string): Promise<boolean> {
  const client = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await client`select 1`;
    return true;
  } catch (error) {
    if (WRONG_PASSWORD.has(errorCode(error) ?? "")) return false;
    throw error;
  } finally {
    await client.end({ timeout: 1 });
  }
}

/** The statement carries a verifier, as psql's \password sends it: a server that logs statements then logs no password. */
async function runAs(
  owner: postgres.Sql,
  statement: { role: string; verb: "create role" | "alter role"; password: string },
): Promise<void> {
  const { role, verb, password } = statement;
  const [row] = await owner<{ text: string }[]>`
    select format(${`${verb} %I login password %L`}, ${role}::text, ${scramVerifier(password)}::text) as text`;
  await owner.unsafe(row?.text ?? "");
}

async function grantRows(tx: postgres.TransactionSql, role: string): Promise<void> {
  const [names] = await tx<{ database: string; owner: string }[]>`
    select current_database() as database, current_user as owner`;
  const app = tx(role);
  const database = tx(names?.database ?? "");
  // A temporary table could stand in for one of ours wherever a function forgets to qualify a name.
  await tx`revoke temporary on database ${database} from public`;
  await tx`revoke create on schema public from public`;
  await tx`grant connect on database ${database} to ${app}`;
  await tx`grant usage on schema public to ${app}`;
  // Not "all tables in schema": there may be others there, of an extension, that are not ours to give.
  const objects = await tx<{ name: string; kind: string }[]>`
    select relname as name, relkind as kind from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
      and pg_has_role(relowner, 'usage') and not exists (
        select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype = 'e')
    order by relname`;
  for (const { name, kind } of objects) {
    if (kind === "S") await tx`grant usage, select on sequence public.${tx(name)} to ${app}`;
    else await tx`grant select, insert, update, delete on table public.${tx(name)} to ${app}`;
  }
  await tx`alter default privileges in schema public grant select, insert, update, delete on tables to ${app}`;
  await tx`alter default privileges in schema public grant usage, select on sequences to ${app}`;
  await tx`revoke all on table public.audit_log, public.audit_chain from ${app}`;
  await tx`grant select, insert on table public.audit_log to ${app}`;
  await tx`grant select on table public.audit_chain to ${app}`;
}

/** Grants restrain nobody who is a superuser, owns the tables, or may become who does. */
async function assertRestrained(owner: postgres.Sql, role: string): Promise<void> {
  const [row] = await owner<{ free: boolean }[]>`
    select pg_has_role(${role}::name, relowner, 'member')
      or has_table_privilege(${role}::name, 'public.audit_log', 'update, delete, truncate, trigger')
      or has_table_privilege(${role}::name, 'public.audit_chain', 'insert, update, delete, truncate, trigger')
      or has_schema_privilege(${role}::name, 'public', 'create') as free
    from pg_class where oid = 'public.audit_log'::regclass`;
  if (row?.free === false) return;
  throw new StartupError(
    `The role ${role} of DATABASE_URL may do more than read and write rows (it owns the tables, is a superuser, or belongs to a role that may): use another role there, which is created if it does not exist.`,
  );
}

async function retryConflicts<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let left = CONFLICT_TRIES; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || errorCode(error) !== TUPLE_CONFLICT) throw error;
    }
  }
}

/** What PostgreSQL keeps of a password (RFC 5803). */
function scramVerifier(password: string): string {
  const salt = randomBytes(SALT_BYTES);
  const salted = pbkdf2Sync(password.normalize("NFKC"), salt, SCRAM_ITERATIONS, 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(hmac("Client Key")).digest("base64");
  const iterations = `${SCRAM_ITERATIONS}:${salt.toString("base64")}`;
  return `SCRAM-SHA-256$${iterations}$${stored}:${hmac("Server Key").toString("base64")}`;
}
