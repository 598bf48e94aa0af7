import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { transaction } from "@/db/client";
import { memberships, sessions, users } from "@/db/schema";
import { recordAudit } from "@/features/audit/record";
import { authenticatedAt } from "@/features/auth/provider-claims";
import { renewSession } from "@/features/auth/renew-session";
import { hasId, type Visitor } from "@/features/auth/session";
import { identifyByProvider, type ProviderSignIn, signInWithProvider } from "@/features/auth/single-sign-on";
import { personContext } from "@/features/auth/system-context";
import { MINUTE_MS } from "@/lib/time";

/** From the sign-in at the provider until it has sent the person back. */
const MAX_AGE_MS = 5 * MINUTE_MS;

/**
 * Confirms who is signed in by a sign-in at the provider just now, for people without a password here. Whoever's session has ended meanwhile
 * gets another one.
 */
export async function confirmWithProvider(profile: unknown, visitor: Visitor): Promise<ProviderSignIn> {
  const person = await identifyByProvider(profile, visitor);
  if ("refusal" in person) return person;
  const provenAt = authenticatedAt(person.claims, { wasAsked: true });
  if (Date.now() - provenAt.getTime() > MAX_AGE_MS) return { refusal: "sso_not_asked" };
  const { sessionId: id, ...client } = visitor;
  return transaction(async (tx): Promise<ProviderSignIn> => {
    const [session] = id
      ? await tx
          .select({
            userId: sessions.userId,
            organizationId: sessions.organizationId,
            role: memberships.role,
            name: users.name,
          })
          .from(sessions)
          .innerJoin(users, eq(users.id, sessions.userId))
          .innerJoin(
            memberships,
            and(
              eq(memberships.userId, sessions.userId),
              eq(memberships.organizationId, sessions.organizationId),
            ),
          )
          .where(and(hasId(id), isNull(sessions.revokedAt)))
      : [];
    if (!id || !session) return signInWithProvider(profile, visitor);
    if (session.userId !== person.userId) return { refusal: "sso_other_person" };
    const sessionId = await renewSession(tx, id, { authenticatedAt: provenAt });
    await recordAudit(tx, personContext({ ...session, sessionId }, client), {
      action: "session.reauthenticated",
      target: { type: "session", id: sessionId, name: session.name },
      changes: { id: { from: id, to: sessionId } },
    });
    return { userId: session.userId, sessionId };
  });
}
