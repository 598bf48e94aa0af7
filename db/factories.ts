import { createHash, randomUUID } from "node:crypto";
import { database } from "@/db/client";
import {
  apiTokens,
  customerAccounts,
  customerIdentities,
  customers,
  memberships,
  oauthClients,
  organizations,
  users,
} from "@/db/schema";
import type { Context, OrganizationId } from "@/lib/context";
import type { Role } from "@/lib/roles";
import { SCOPES, type Scope } from "@/lib/scopes";

/** Rows for tests. Each test makes its own organization, so tests may share a database and run at once. */

export interface TestOrganization {
  id: OrganizationId;
  name: string;
}

export interface TestUser {
  id: number;
  name: string;
  email: string;
  role: Role;
  organizationId: OrganizationId;
}

export async function createOrganization({
  name = "Acme",
}: {
  name?: string;
} = {}): Promise<TestOrganization> {
  const [row] = await database().insert(organizations).values({ name }).returning({ id: organizations.id });
  // Tests are the other place, beside features/auth/context.ts, that may vouch for a tenant id.
  return { id: made(row).id as OrganizationId, name };
}

interface UserOptions {
  role?: Role;
  name?: string;
  email?: string;
  /** Made with `hashPassword`; without one the user can't sign in by password. */
  passwordHash?: string;
  disabledAt?: Date;
}

export async function createUser(
  organization: TestOrganization,
  { role = "admin", name = "Ada", disabledAt, ...options }: UserOptions = {},
): Promise<TestUser> {
  const email = options.email ?? `${randomUUID()}@example.com`;
  const [row] = await database()
    .insert(users)
    .values({ name, ...options, email })
    .returning({ id: users.id });
  const { id } = made(row);
  await database()
    .insert(memberships)
    .values({ organizationId: organization.id, userId: id, role, disabledAt: disabledAt ?? null });
  return { id, name, email, role, organizationId: organization.id };
}

interface TokenOptions {
  /** From `mintToken`. */
  token: string;
  scopes?: Scope[];
  name?: string;
  expiresAt?: Date;
  revokedAt?: Date;
  createdAt?: Date;
  lastUsedAt?: Date;
}

/** Stores a token without the service's checks, e.g. one that has expired. */
export async function createToken(
  user: TestUser,
  { token, scopes = [...SCOPES], name = "Test token", ...dates }: TokenOptions,
): Promise<{ id: string }> {
  const [row] = await database()
    .insert(apiTokens)
    .values({
      organizationId: user.organizationId,
      createdBy: user.id,
      secretSeenBy: user.id,
      name,
      hash: createHash("sha256").update(token).digest("hex"),
      prefix: token.slice(0, 11),
      lastFour: token.slice(-4),
      scopes,
      ...dates,
    })
    .returning({ id: apiTokens.id });
  return made(row);
}

type OAuthClient = typeof oauthClients.$inferSelect;

/** An app of type `public` unless told; a confidential one has the secret, which is made up unless given. */
export async function createOAuthClient(
  organization: TestOrganization,
  { secret = randomUUID(), ...overrides }: Partial<OAuthClient> & { secret?: string } = {},
): Promise<OAuthClient & { secret: string }> {
  const isConfidential = overrides.type === "confidential";
  const [row] = await database()
    .insert(oauthClients)
    .values({
      organizationId: organization.id,
      name: "Troubleshooter",
      clientId: `app_${randomUUID()}`,
      type: "public",
      redirectUris: ["https://*/wp-admin/admin.php"],
      grants: ["authorization_code", "refresh_token", "device_code"],
      scopes: ["troubleshooter", "profile"],
      accessTokenSeconds: 900,
      refreshIdleSeconds: 30 * 86_400,
      refreshAbsoluteSeconds: 90 * 86_400,
      refreshGraceSeconds: 10,
      ...(isConfidential && {
        secretHash: createHash("sha256").update(secret).digest("hex"),
        secretLastFour: secret.slice(-4),
      }),
      ...overrides,
    })
    .returning();
  return { ...made(row), secret };
}

type CustomerAccount = typeof customerAccounts.$inferSelect;

/**
 * As registering leaves it, and confirming the address unless that is said to be open: a customer of its own, recognised by a confirmed address
 * only. No password fits unless told.
 */
export async function createCustomerAccount(
  organization: TestOrganization,
  { name = "Dana", ...overrides }: Partial<CustomerAccount> & { name?: string | null } = {},
): Promise<CustomerAccount> {
  const { id: organizationId } = organization;
  const { email = `${randomUUID()}@example.com`, emailVerifiedAt = new Date() } = overrides;
  const shown = emailVerifiedAt && email;
  const [customer] = await database()
    .insert(customers)
    .values({ organizationId, name, email: shown })
    .returning();
  const customerId = made(customer).id;
  if (shown)
    await database()
      .insert(customerIdentities)
      .values({ organizationId, customerId, kind: "email", value: shown });
  const [row] = await database()
    .insert(customerAccounts)
    .values({ organizationId, customerId, email, passwordHash: "none", emailVerifiedAt, ...overrides })
    .returning();
  return made(row);
}

/** What a session of the user would give; every permission unless told, whatever the role. */
export function createContext(
  user: TestUser,
  { permissions = SCOPES }: { permissions?: Iterable<Scope> } = {},
): Context {
  return {
    actor: {
      type: "user",
      userId: user.id,
      name: user.name,
      sessionId: randomUUID(),
      authenticatedAt: new Date(),
    },
    organizationId: user.organizationId,
    permissions: new Set(permissions),
    requestId: `req_${randomUUID()}`,
    ip: "127.0.0.1",
    userAgent: "Test",
  };
}

/** What an app's session would give of a new customer who is nobody else. */
export async function createCustomerContext(
  organization: TestOrganization,
  { name = "Dana Whitfield" }: { name?: string } = {},
): Promise<Context & { actor: { type: "customer" } }> {
  const [row] = await database()
    .insert(customers)
    .values({ organizationId: organization.id, name })
    .returning({ id: customers.id });
  return {
    actor: { type: "customer", customerId: made(row).id, name, sessionId: randomUUID() },
    organizationId: organization.id,
    permissions: new Set(),
    requestId: `req_${randomUUID()}`,
    ip: "127.0.0.1",
    userAgent: "Test",
  };
}

function made<Row>(row: Row | undefined): Row {
  if (!row) throw new Error("insert returned no row");
  return row;
}
