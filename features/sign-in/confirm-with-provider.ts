import "server-only";
import { transaction } from "@/db/client";
import { recordAudit } from "@/features/audit/record";
import { renewSession } from "@/features/auth/renew-session";
import { findSessionById, type Visitor } from "@/features/auth/session";
import { personContext } from "@/features/auth/system-context";
import { authenticatedAt } from "@/features/sign-in/provider-claims";
import {
  identifyByProvider,
  type ProviderSignIn,
  signInWithProvider,
} from "@/features/sign-in/single-sign-on";
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
  const { sessionId: id, ip, userAgent } = visitor;
  const session = id ? await findSessionById(id) : null;
  if (!session) return signInWithProvider(profile, visitor);
  if (session.userId !== person.userId) return { refusal: "sso_other_person" };
  const sessionId = await transaction(async () => {
    const renewed = await renewSession(session.id, { authenticatedAt: provenAt });
    await recordAudit(personContext({ ...session, sessionId: renewed.id }, { ip, userAgent }), {
      action: "session.reauthenticated",
      target: { type: "session", id: renewed.id, name: session.name },
      changes: renewed.changes,
    });
    return renewed.id;
  });
  return { userId: session.userId, sessionId };
}
