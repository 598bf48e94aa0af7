import { answerHeaders } from "@/lib/answer-headers";
import { type AppError, ERROR_STATUS, ERROR_TITLES, type ErrorCode, type Issue } from "@/lib/errors";

/** RFC 9457 problem details. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  requestId: string;
  issues?: Issue[];
}

interface ProblemAnswer {
  status: number;
  headers: Record<string, string>;
  body: Problem;
}

/** What an error answers with, whoever sends it: a route handler, or the server before one is reached. */
export function toProblem(error: AppError, requestId: string): ProblemAnswer {
  const status = ERROR_STATUS[error.code];
  return {
    status,
    headers: {
      "content-type": "application/problem+json",
      ...answerHeaders(requestId),
      ...error.headers,
    },
    body: {
      type: `urn:replify:error:${error.code}`,
      title: ERROR_TITLES[error.code],
      status,
      detail: error.message,
      code: error.code,
      requestId,
      ...(error.issues ? { issues: error.issues } : {}),
      ...error.members,
    },
  };
}
