import { authenticate } from "@/app/api/_lib/authenticate";
import type { Surface } from "@/app/api/_lib/frame";
import { jsonAnswer } from "@/app/api/_lib/json-answer";
import { noteRefusedCall } from "@/app/api/_lib/refused-calls";
import type { Context } from "@/lib/context";
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
export const REST: Surface<Context> = { authenticate, coat: problem, onError: noteRefusedCall };
