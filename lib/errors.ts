/** Closed list of error codes on the wire and the HTTP status each one answers with (RFC 9457 problems). */
export const ERROR_STATUS = {
  malformed: 400,
  unauthorized: 401,
  forbidden: 403,
  reauthentication_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  request_timeout: 408,
  conflict: 409,
  in_progress: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  invalid: 422,
  handshake_failed: 422,
  idempotency_key_reused: 422,
  rate_limited: 429,
  headers_too_large: 431,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** What each error is called on the wire. */
export const ERROR_TITLES: Record<ErrorCode, string> = {
  malformed: "The request is malformed",
  unauthorized: "Authentication is required",
  forbidden: "Not allowed",
  reauthentication_required: "Confirm that it is you",
  not_found: "Not found",
  method_not_allowed: "Method not allowed",
  not_acceptable: "Against a rule",
  request_timeout: "The request took too long",
  conflict: "Conflict",
  in_progress: "Still in progress",
  payload_too_large: "The body is too large",
  unsupported_media_type: "Unsupported media type",
  invalid: "The request was refused",
  handshake_failed: "The target did not answer the handshake",
  idempotency_key_reused: "Idempotency key reused",
  rate_limited: "Too many requests",
  headers_too_large: "The headers are too large",
  internal: "Something went wrong on our side",
  unavailable: "Temporarily unavailable",
};

/** One thing wrong with the input; `path` is dotted, e.g. `eventTypes.0`. */
export interface Issue {
  path: string;
  message: string;
}

interface AppErrorOptions {
  issues?: Issue[];
  headers?: Record<string, string>;
  /** More members of the problem document, e.g. the scope that was missing. */
  members?: Record<string, string>;
  cause?: unknown;
}

/** A failure that the caller is told about; everything else becomes a generic 500. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly issues: Issue[] | undefined;
  readonly headers: Record<string, string>;
  readonly members: Record<string, string>;

  constructor(code: ErrorCode, detail: string, options: AppErrorOptions = {}) {
    super(detail, { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.issues = options.issues;
    this.headers = options.headers ?? {};
    this.members = options.members ?? {};
  }

  /** The HTTP status of the answer. */
  get status(): number {
    return ERROR_STATUS[this.code];
  }
}

export class MalformedError extends AppError {
  constructor(detail: string, issues?: Issue[]) {
    super("malformed", detail, issues ? { issues } : {});
  }
}

export class UnauthorizedError extends AppError {
  constructor(detail: string, challenge = "Bearer") {
    super("unauthorized", detail, { headers: { "www-authenticate": challenge } });
  }
}

export class ForbiddenError extends AppError {
  constructor(detail: string, members: Record<string, string> = {}) {
    super("forbidden", detail, { members });
  }
}

/** Unknown or another organization's: the two must not be told apart. */
export class NotFoundError extends AppError {
  constructor(noun: string) {
    super(
      "not_found",
      `No such ${noun} in this organization. Check the id, or list the resource to find it.`,
    );
  }
}

export class ConflictError extends AppError {
  constructor(detail: string) {
    super("conflict", detail);
  }
}

/** There are as many as there may be. */
export class TooManyError extends ConflictError {}

/** Well-formed but refused. */
export class InvalidError extends AppError {
  constructor(detail: string, issues: Issue[]) {
    super("invalid", detail, { issues });
  }
}

/** The same where one field is at fault. */
export class InvalidFieldError extends InvalidError {
  constructor(path: string, message: string) {
    super(`${path}: ${message}`, [{ path, message }]);
  }
}

/** Throws InvalidError with all that is wrong, and does nothing when nothing is. */
export function assertNoIssues(issues: Issue[]): void {
  const [first] = issues;
  if (first) throw new InvalidError(`${first.path}: ${first.message}`, issues);
}

export class RateLimitedError extends AppError {
  constructor(detail: string, retryAfterSeconds: number, headers: Record<string, string> = {}) {
    super("rate_limited", detail, {
      headers: { ...headers, "retry-after": String(Math.max(1, Math.ceil(retryAfterSeconds))) },
    });
  }
}

export class UnavailableError extends AppError {
  constructor(detail: string, retryAfterSeconds = 5) {
    super("unavailable", detail, { headers: { "retry-after": String(retryAfterSeconds) } });
  }
}
