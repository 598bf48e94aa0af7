import { jsonAnswer } from "@/app/api/_lib/json-answer";
import { statusIn } from "@/lib/dialect";
import type { AppError } from "@/lib/errors";
import { toProblem } from "@/lib/problem";

/** Problem details as Reply's clients read them: `message` beside `detail`, and JSON Pointers (RFC 6901) to what is wrong. */
export function replyCoat(error: AppError, requestId: string): Response {
  const { headers, body } = toProblem(error, requestId);
  const { issues = [], ...problem } = body;
  const status = statusIn("reply_v3", error.code);
  const errors = issues.map(({ path, message }) => ({ pointer: pointerTo(path), detail: message }));
  const text = JSON.stringify({ ...problem, status, message: error.message, errors });
  return jsonAnswer(text, { status, headers });
}

/** `eventTypes.0` is `/eventTypes/0`; the whole body is the empty pointer. */
function pointerTo(path: string): string {
  const names = path === "" ? [] : path.split(".");
  return names.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
