import "server-only";
import { sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { memberships, organizations, users } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { hashNewPassword } from "@/features/auth/new-password";
import { emailSchema, type Setup } from "@/features/auth/schema";
import { systemContext } from "@/features/auth/system-context";
import { env, isLocal } from "@/lib/env";
import { ConflictError, ForbiddenError } from "@/lib/errors";
import { log } from "@/lib/log";
import { isSameSecret } from "@/lib/same-secret";

const SETUP_LOCK = 7200;

let done = false;

/** True once any user exists; remembered, since it never becomes false again. */
export async function isSetupDone(): Promise<boolean> {
  if (done) return true;
  const rows = await database().select({ id: users.id }).from(users).limit(1);
  done = rows.length > 0;
  return done;
}

/** Set-up takes the one-time token from the server's log, which nobody needs who sits at the machine itself. */
export function maySetUp(token: string | undefined, request: { isLoopback: boolean }): boolean {
  return isSetupTokenRight(token) || (request.isLoopback && isLocal());
}

/** Creates the organization and its first admin. Throws ConflictError when someone else was first, ForbiddenError without the right to. */
export async function completeSetup(
  setup: Setup,
  request: { isLoopback: boolean; ip: string | null },
): Promise<{ userId: number }> {
  if (!maySetUp(setup.token, request)) {
    throw new ForbiddenError("Open the one-time set-up link that the server printed when it started.");
  }
  if (await isSetupDone()) throw new SetupDoneError();
  const passwordHash = await hashNewPassword(setup.password, setup);
  return createFirstAdmin({ ...setup, passwordHash }, request.ip);
}

class SetupDoneError extends ConflictError {
  constructor() {
    super("Set-up was completed by someone else. Sign in instead.");
  }
}

/** For containers and automation: INITIAL_ADMIN_EMAIL and INITIAL_ADMIN_PASSWORD make the first admin of an empty database. */
export async function createInitialAdmin(): Promise<void> {
  const { INITIAL_ADMIN_EMAIL: email, INITIAL_ADMIN_PASSWORD: password } = env;
  if (!email || !password || (await isSetupDone())) return;
  const admin = {
    name: "Admin",
    email: emailSchema.parse(email),
    organizationName: "Replify",
    timeZone: "UTC",
  };
  const passwordHash = await hashNewPassword(password, admin, "INITIAL_ADMIN_PASSWORD");
  try {
    await createFirstAdmin({ ...admin, passwordHash }, null);
    log.info("created the first admin from INITIAL_ADMIN_EMAIL");
  } catch (error) {
    // Another process of the same start was first.
    if (!(error instanceof ConflictError)) throw error;
  }
}

interface FirstAdmin {
  name: string;
  email: string;
  passwordHash: string;
  organizationName: string;
  timeZone: string;
}

async function createFirstAdmin(admin: FirstAdmin, ip: string | null): Promise<{ userId: number }> {
  const userId = await transaction(async () => {
    await currentTransaction().execute(sql`select pg_advisory_xact_lock(${SETUP_LOCK})`);
    const existing = await database().select({ id: users.id }).from(users).limit(1);
    if (existing.length > 0) throw new SetupDoneError();
    const [organization] = await database()
      .insert(organizations)
      .values({ name: admin.organizationName, timeZone: admin.timeZone })
      .returning({ id: organizations.id });
    const [user] = await database()
      .insert(users)
      .values({ email: admin.email, name: admin.name, passwordHash: admin.passwordHash })
      .returning({ id: users.id });
    if (!organization || !user) throw new Error("insert returned no row");
    await database()
      .insert(memberships)
      .values({ organizationId: organization.id, userId: user.id, role: "admin" });
    await recordAudit(
      { ...systemContext("set-up", organization.id), ip },
      {
        action: "organization.created",
        target: { type: "organization", id: String(organization.id), name: admin.organizationName },
        changes: { admin: { from: null, to: admin.email } },
      },
    );
    return user.id;
  });
  done = true;
  return { userId };
}

function isSetupTokenRight(token: string | undefined): boolean {
  const expected = env.SETUP_TOKEN;
  return expected !== undefined && token !== undefined && isSameSecret(token, expected);
}
