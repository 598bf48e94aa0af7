import "server-only";
import { headers as requestHeaders } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { permissionsOf } from "@/features/auth/permissions";
import { findSession, type Session, sessionCookieName } from "@/features/auth/session";
import { toOrganizationId } from "@/features/auth/system-context";
import { type VerifiedToken, verifyToken } from "@/features/tokens/verify";
import type { Client, Context } from "@/lib/context";
import { ForbiddenError, MalformedError, UnauthorizedError } from "@/lib/errors";
import { newRequestId } from "@/lib/request-id";
import { noteRequest } from "@/lib/request-log";
import { isSameOrigin } from "@/lib/same-origin";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
/** Where other APIs take a token in the query. */
const TOKEN_PARAMETERS = ["access_token", "api_key"];

/** Authenticates an API call: a token in `Authorization: Bearer` or `X-API-Key`, else the admin session's cookie. */
export async function contextFromRequest(request: Request, requestId: string): Promise<Context> {
  const ip = request.headers.get("x-replify-client-address");
  const credential = presentedToken(request);
  if (credential !== null) {
    const token = await verifyToken(credential, { ip, route: new URL(request.url).pathname });
    if (!token) {
      throw new UnauthorizedError(
        "The token is unknown, expired or revoked. Create one in Settings → API → Tokens.",
        'Bearer error="invalid_token"',
      );
    }
    return tokenContext(token, requestId, request.headers);
  }
  const cookie = cookieValue(request.headers.get("cookie"), sessionCookieName());
  const session = cookie ? await findSession(cookie) : null;
  if (!session) {
    throw new UnauthorizedError(
      cookie ? "Your session has ended. Sign in again." : "Send an API token: Authorization: Bearer rpl_at_…",
    );
  }
  if (!SAFE_METHODS.has(request.method)) assertSameOrigin(request.headers);
  return sessionContext(session, requestId, request.headers);
}

/** Throws ForbiddenError for a token: what concerns a person's own sign-in takes their session. */
export function assertSession(ctx: Context): void {
  if (ctx.actor.type === "user") return;
  throw new ForbiddenError("A token can't do this. Sign in to Replify in a browser.");
}

/** The context of a page, found once per request. Without a session it redirects to sign-in, which knows whether set-up comes first. */
export const requireContext = cache(async (): Promise<Context> => {
  const headers = await requestHeaders();
  const cookie = cookieValue(headers.get("cookie"), sessionCookieName());
  const session = cookie ? await findSession(cookie) : null;
  if (!session) {
    const path = headers.get("x-replify-path") ?? "/";
    redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  }
  return sessionContext(session, newRequestId(), headers);
});

/** What a token is the caller of, also where it is refused. */
export function tokenContext(token: VerifiedToken, requestId: string, headers: Headers): Context {
  const { id: tokenId, userId, name, organizationId, permissions, isOldSecret } = token;
  noteRequest({ organizationId, actor: "token", userId, tokenId });
  return {
    actor: { type: "token", tokenId, userId, name, isOldSecret },
    organizationId: toOrganizationId(organizationId),
    permissions,
    requestId,
    ...clientOf(headers),
  };
}

function clientOf(headers: Headers): Client {
  return { ip: headers.get("x-replify-client-address"), userAgent: headers.get("user-agent") };
}

function sessionContext(session: Session, requestId: string, headers: Headers): Context {
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
    ...clientOf(headers),
  };
}

/** The token of a request, from a header only: one in the query is ignored, and beside a header refused, as it will be in logs by now. */
function presentedToken({ headers, url }: Request): string | null {
  const authorization = headers.get("authorization");
  const apiKey = headers.get("x-api-key");
  if (authorization === null && apiKey === null) return null;
  const { searchParams } = new URL(url);
  if (authorization !== null && apiKey !== null)
    throw new MalformedError("Send one credential: either Authorization or X-API-Key, not both.");
  if (TOKEN_PARAMETERS.some((name) => searchParams.has(name)))
    throw new MalformedError("Send one credential: in the header only, and never in the address.");
  if (authorization === null) return apiKey;
  const match = /^bearer +([\x21-\x7e]{1,512})$/i.exec(authorization);
  if (!match?.[1]) throw new UnauthorizedError("Send the token as: Authorization: Bearer rpl_at_…");
  return match[1];
}

/** Refuses a cookie-authenticated write that another site made the browser send. */
function assertSameOrigin(headers: Headers): void {
  const site = headers.get("sec-fetch-site");
  if (isSameOrigin({ site, origin: headers.get("origin"), host: headers.get("host") })) return;
  throw new ForbiddenError(
    "This write was sent from another site. Open Replify itself, or use an API token.",
  );
}

function cookieValue(header: string | null, name: string): string | null {
  for (const part of header?.split(";") ?? []) {
    const [key, ...value] = part.trim().split("=");
    if (key === name) return decodeCookie(value.join("="));
  }
  return null;
}

function decodeCookie(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
