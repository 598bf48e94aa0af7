import { CREDENTIALS, type Credentials, presentedToken } from "@/app/api/_lib/credentials";
import type { Call } from "@/app/api/_lib/frame";
import { sessionContext, tokenContext } from "@/features/auth/context";
import { findSession, sessionCookieName } from "@/features/auth/session";
import { limitCaller, limitUnauthorized, quotaHeaders } from "@/features/limits/calls";
import { verifyToken } from "@/features/tokens/verify";
import type { Context } from "@/lib/context";
import { ForbiddenError, UnauthorizedError } from "@/lib/errors";
import { isSameOrigin } from "@/lib/same-origin";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Who calls, within the limits of callers: a token where the API takes one, else the admin session's cookie. */
export function authenticate(call: Call, credentials: Credentials): Promise<Context> {
  return withinLimits(call, async () => {
    const ctx = await contextFromRequest(call, credentials);
    return { ctx, caller: ctx };
  });
}

/** Counts a call for its caller, or for its address where it has no valid credential. */
export async function withinLimits<Caller>(
  call: Call,
  find: () => Promise<{ ctx: Context; caller: Caller }>,
): Promise<Caller> {
  const { ctx, caller } = await find().catch(async (error: unknown) => {
    if (error instanceof UnauthorizedError) await limitUnauthorized(call.client.ip);
    throw error;
  });
  const quota = await limitCaller(ctx);
  for (const [name, value] of Object.entries(quotaHeaders(quota))) call.headers.set(name, value);
  return caller;
}

export async function contextFromRequest(
  { request, requestId, client }: Pick<Call, "request" | "requestId" | "client">,
  credentials = CREDENTIALS.own,
): Promise<Context> {
  const credential = presentedToken(request, credentials);
  if (credential !== null) {
    const use = { ip: client.ip, route: new URL(request.url).pathname };
    const token = await verifyToken(credential, use);
    if (!token) {
      throw new UnauthorizedError(
        "The token is unknown, expired or revoked. Create one in Settings → API → Tokens.",
        'Bearer error="invalid_token"',
      );
    }
    return tokenContext(token, requestId, client);
  }
  const cookie = cookieValue(request.headers.get("cookie"), sessionCookieName());
  const session = cookie ? await findSession(cookie) : null;
  if (!session) {
    throw new UnauthorizedError(
      cookie ? "Your session has ended. Sign in again." : `Send an API token: ${credentials.example}`,
    );
  }
  if (!SAFE_METHODS.has(request.method)) assertSameOrigin(request.headers);
  return sessionContext(session, requestId, client);
}

/** Throws ForbiddenError for a token: what concerns a person's own sign-in takes their session. */
export function assertSession(ctx: Context): void {
  if (ctx.actor.type === "user") return;
  throw new ForbiddenError("A token can't do this. Sign in to Replify in a browser.");
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
