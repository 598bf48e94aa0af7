import { authenticate } from "@/app/api/_lib/authenticate";
import { authenticateCustomer, type CustomerCaller } from "@/app/api/_lib/authenticate-customer";
import { CREDENTIALS } from "@/app/api/_lib/credentials";
import type { Surface } from "@/app/api/_lib/frame";
import { jsonAnswer } from "@/app/api/_lib/json-answer";
import { oauthCoat } from "@/app/api/_lib/oauth-coat";
import { noteRefusedCall } from "@/app/api/_lib/refused-calls";
import { replyCoat } from "@/app/api/_lib/reply-coat";
import { restHooksCoat } from "@/app/api/_lib/rest-hooks-coat";
import type { Context } from "@/lib/context";
import type { Dialect } from "@/lib/dialect";
import type { AppError } from "@/lib/errors";
import { toProblem } from "@/lib/problem";

/** RFC 9457. */
function problem(error: AppError, requestId: string): Response {
  const { status, headers, body } = toProblem(error, requestId);
  return jsonAnswer(JSON.stringify(body), { status, headers });
}

/** Asks for no credential; what is served may ask for one of its own. */
export const OPEN: Surface<null> = { authenticate: async () => null, coat: problem };

/** The REST API: a token, or the session of whoever is signed in. */
export const REST: Surface<Context> = {
  authenticate: (call) => authenticate(call, CREDENTIALS.own),
  coat: problem,
  onError: noteRefusedCall,
};

/** The same as other systems' clients know it. */
export const DIALECTS: Record<Dialect, Surface<Context>> = {
  reply_v3: {
    ...REST,
    authenticate: (call) => authenticate(call, CREDENTIALS.reply_v3),
    coat: replyCoat,
  },
  rest_hooks: {
    ...REST,
    authenticate: (call) => authenticate(call, CREDENTIALS.rest_hooks),
    coat: restHooksCoat,
  },
};

/** What asks for no credential, yet answers in a dialect. */
export function openSurface(dialect: Dialect | undefined): Surface<null> {
  return dialect ? { ...OPEN, coat: DIALECTS[dialect].coat } : OPEN;
}

/** The endpoints of OAuth itself: what they ask for is in the body, or is the app's own secret. */
export const OAUTH: Surface<null> = {
  authenticate: async ({ headers }) => {
    // RFC 6749 §5.1 asks for it beside `no-store`.
    headers.set("pragma", "no-cache");
    return null;
  },
  coat: oauthCoat,
};

/** What a customer's app may call: their access token, and no other credential. What is served asks for its scope by `authorizeCustomer`. */
export const CUSTOMER: Surface<CustomerCaller> = { authenticate: authenticateCustomer, coat: problem };
