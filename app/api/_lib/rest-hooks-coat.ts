import { jsonAnswer } from "@/app/api/_lib/json-answer";
import { answerHeaders } from "@/lib/answer-headers";
import { statusIn } from "@/lib/dialect";
import type { AppError } from "@/lib/errors";

/** A list of what is wrong, `param` being the field, or empty where it is none in particular. */
export function restHooksCoat(error: AppError, requestId: string): Response {
  const issues = error.issues?.length ? error.issues : [{ path: "", message: error.message }];
  const body = issues.map(({ path, message }) => ({ param: path, msg: message }));
  return jsonAnswer(JSON.stringify(body), {
    status: statusIn("rest_hooks", error.code),
    headers: { ...answerHeaders(requestId), ...error.headers },
  });
}
