import "server-only";
import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import { currentTransaction, database, transaction } from "@/db/client";
import { invitations, memberships, organizations, userIdentities, users } from "@/db/schema";
import { applyChange } from "@/features/audit/change";
import { recordAudit } from "@/features/audit/record";
import { type Entry, enter } from "@/features/auth/enter";
import type { Visitor } from "@/features/auth/session";
import { systemContext } from "@/features/auth/system-context";
import {
  authenticatedAt,
  decideRole,
  type ProviderClaims,
  providerClaimsSchema,
} from "@/features/sign-in/provider-claims";
import type { SignInRefusal } from "@/features/sign-in/sign-in-refusal";
import { storeAgentEvent } from "@/features/team/agent-event";
import { isLastAdmin } from "@/features/team/last-admin";
import { MEMBER, writeRole } from "@/features/team/membership";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import type { Role } from "@/lib/roles";

export type ProviderSignIn = Entry | { refusal: SignInRefusal };

/**
 * Signs in whoever the provider vouches for: by the identity linked before, else by verified e-mail address, else as a new member if an
 * invitation or the role settings let them in. A mapped role is applied at every sign-in, except that the last admin stays one.
 */
export async function signInWithProvider(profile: unknown, visitor: Visitor): Promise<ProviderSignIn> {
  const person = await identifyByProvider(profile, visitor);
  if ("refusal" in person) return person;
  const { userId, claims } = person;
  const provenAt = authenticatedAt(claims, { wasAsked: false });
  const entry = await enter(userId, visitor, { proof: "provider", authenticatedAt: provenAt });
  return entry ?? { refusal: "sso_disabled" };
}

/** Whom the provider vouches for, made a member if need be. */
export async function identifyByProvider(
  profile: unknown,
  visitor: Visitor,
): Promise<{ userId: number; claims: ProviderClaims } | { refusal: SignInRefusal }> {
  const parsed = providerClaimsSchema.safeParse(profile);
  if (!parsed.success) {
    log.warn(
      { issues: parsed.error.issues.map(({ path }) => path.join(".")) },
      "the provider's claims lack what sign-in needs",
    );
    return { refusal: "sso_incomplete" };
  }
  const claims = parsed.data;
  if (!claims.email_verified) return { refusal: "sso_unverified" };
  if (!isAllowedDomain(claims.email)) return { refusal: "sso_domain" };
  const outcome = await transaction(async (): Promise<number | SignInRefusal> => {
    const [organization] = await database()
      .select({ id: organizations.id })
      .from(organizations)
      .orderBy(asc(organizations.id))
      .limit(1);
    if (!organization) return "sso_not_invited";
    return identifyMember(organization.id, claims);
  });
  if (typeof outcome === "string") {
    log.warn({ ip: visitor.ip, refusal: outcome }, "single sign-on refused");
    return { refusal: outcome };
  }
  return { userId: outcome, claims };
}

function isAllowedDomain(email: string): boolean {
  const { OIDC_ALLOWED_DOMAINS: domains = [] } = env;
  return domains.length === 0 || domains.some((domain) => email.endsWith(`@${domain.toLowerCase()}`));
}

async function identifyMember(
  organizationId: number,
  claims: ProviderClaims,
): Promise<number | SignInRefusal> {
  // Two first sign-ins of one person at once must not make two of them.
  await currentTransaction().execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`sso|${claims.email}`}, 0))`,
  );
  const known = (await findLinked(claims)) ?? (await findByEmail(claims.email));
  const membership = known === null ? null : await findMembership(organizationId, known);
  const invitation = membership ? null : await findInvitation(organizationId, claims.email);
  const role = decideRole(claims, { member: membership?.role, invited: invitation?.role }, env);
  if (role === null) return env.OIDC_ROLE_MAP ? "sso_no_group" : "sso_not_invited";

  const userId = known ?? (await createPerson(claims));
  await link(organizationId, { userId, claims });
  if (membership) await applyRole(organizationId, { userId, from: membership.role, to: role });
  else await join(organizationId, { userId, claims, role, invitationId: invitation?.id ?? null });
  return userId;
}

async function findLinked({ iss, sub }: ProviderClaims): Promise<number | null> {
  const [row] = await database()
    .update(userIdentities)
    .set({ lastUsedAt: sql`now()` })
    .where(and(eq(userIdentities.issuer, iss), eq(userIdentities.subject, sub)))
    .returning({ userId: userIdentities.userId });
  return row?.userId ?? null;
}

async function findByEmail(email: string): Promise<number | null> {
  const [row] = await database().select({ id: users.id }).from(users).where(eq(users.email, email));
  return row?.id ?? null;
}

async function findMembership(organizationId: number, userId: number) {
  const [row] = await database()
    .select({ role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.organizationId, organizationId), eq(memberships.userId, userId)));
  return row ?? null;
}

async function findInvitation(organizationId: number, email: string) {
  const [row] = await currentTransaction()
    .select({ id: invitations.id, role: invitations.role })
    .from(invitations)
    .where(
      and(
        eq(invitations.organizationId, organizationId),
        eq(invitations.email, email),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, sql`now()`),
      ),
    )
    .for("update");
  return row ?? null;
}

async function createPerson({ email, name }: ProviderClaims): Promise<number> {
  const [row] = await database().insert(users).values({ email, name }).returning({ id: users.id });
  if (!row) throw new Error("insert returned no row");
  return row.id;
}

async function link(
  organizationId: number,
  { userId, claims }: { userId: number; claims: ProviderClaims },
): Promise<void> {
  const linked = await database()
    .insert(userIdentities)
    .values({ issuer: claims.iss, subject: claims.sub, userId })
    .onConflictDoNothing()
    .returning({ userId: userIdentities.userId });
  if (linked.length === 0) return;
  await recordAudit(systemContext("single sign-on", organizationId), {
    action: "user.identity_linked",
    target: { type: "user", id: String(userId), name: claims.name },
    changes: { provider: { from: null, to: claims.iss } },
  });
}

async function join(
  organizationId: number,
  {
    userId,
    claims,
    role,
    invitationId,
  }: { userId: number; claims: ProviderClaims; role: Role; invitationId: string | null },
): Promise<void> {
  await database().insert(memberships).values({ organizationId, userId, role });
  if (invitationId) await acceptInvitation(organizationId, { invitationId, email: claims.email });
  const ctx = systemContext("single sign-on", organizationId);
  await recordAudit(ctx, {
    action: "user.joined",
    target: { type: "user", id: String(userId), name: claims.name },
    changes: { role: { from: null, to: role }, email: { from: null, to: claims.email } },
  });
  await storeAgentEvent(ctx, "agent.created", userId);
}

async function acceptInvitation(
  organizationId: number,
  { invitationId, email }: { invitationId: string; email: string },
): Promise<void> {
  await database()
    .update(invitations)
    .set({ acceptedAt: sql`now()` })
    .where(eq(invitations.id, invitationId));
  await recordAudit(systemContext("single sign-on", organizationId), {
    action: "invitation.accepted",
    target: { type: "invitation", id: invitationId, name: email },
    changes: { status: { from: "pending", to: "accepted" } },
  });
}

async function applyRole(
  organizationId: number,
  { userId, from, to }: { userId: number; from: Role; to: Role },
): Promise<void> {
  if (from === to) return;
  const ctx = systemContext("single sign-on", organizationId);
  // The admins before the member, as in every change that may take one away.
  const isLast = to !== "admin" && (await isLastAdmin(organizationId, userId));
  await applyChange(ctx, MEMBER, userId, ({ before }) => {
    if (before.role === to) return null;
    if (isLast) {
      log.warn({ userId }, "the last admin keeps the role, whatever the provider's groups say");
      return null;
    }
    const changed = { role: { from: before.role, to } };
    return {
      action: "user.role_changed",
      write: () => writeRole(ctx, userId, to),
      tell: () => storeAgentEvent(ctx, "agent.updated", userId, { changed }),
    };
  });
}
