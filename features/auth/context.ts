import "server-only";
import { cookies, headers as requestHeaders } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { signInHref } from "@/features/auth/links";
import { permissionsOf } from "@/features/auth/permissions";
import { findSession, type Session, sessionCookieName } from "@/features/auth/session";
import { toOrganizationId } from "@/features/auth/system-context";
import { clientOf, pagePath } from "@/lib/client-address";
import type { Client, Context } from "@/lib/context";
import { currentRequestId, noteRequest } from "@/lib/request-log";
import type { Scope } from "@/lib/scopes";

/** The context of a page, found once per request; null without a session. */
export const findContext = cache(async (): Promise<Context | null> => {
  const cookie = (await cookies()).get(sessionCookieName())?.value;
  const session = cookie ? await findSession(cookie) : null;
  return session && sessionContext(session, currentRequestId(), clientOf(await requestHeaders()));
});

/** Without a session it redirects to sign-in, which knows whether set-up comes first. */
export async function requireContext(): Promise<Context> {
  return (await findContext()) ?? redirect(signInHref(pagePath(await requestHeaders())));
}

export interface VerifiedToken {
  id: string;
  name: string;
  organizationId: number;
  userId: number;
  permissions: ReadonlySet<Scope>;
  /** The rights of its owner's role. */
  ownerMay: ReadonlySet<Scope>;
  /** The secret from before a rotation, whose overlap lasts. */
  isOldSecret: boolean;
}

/** What a token is the caller of, also where it is refused. */
export function tokenContext(token: VerifiedToken, requestId: string, client: Client): Context {
  const { id: tokenId, userId, name, organizationId, permissions, ownerMay, isOldSecret } = token;
  noteRequest({ organizationId, actor: "token", userId, tokenId });
  return {
    actor: { type: "token", tokenId, userId, name, isOldSecret, ownerMay },
    organizationId: toOrganizationId(organizationId),
    permissions,
    requestId,
    ...client,
  };
}

export function sessionContext(session: Session, requestId: string, client: Client): Context {
  noteRequest({ organizationId: session.organizationId, actor: "user", userId: session.userId });
  return {
    actor: {
      type: "user",
      userId: session.userId,
      name: session.name,
      sessionId: session.id,
      authenticatedAt: session.authenticatedAt,
    },
    organizationId: toOrganizationId(session.organizationId),
    permissions: permissionsOf(session.role),
    requestId,
    ...client,
  };
}
