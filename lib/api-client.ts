import type * as z from "zod";
import type { Endpoint } from "@/lib/endpoint";
import type { Issue } from "@/lib/errors";
import { ownValue } from "@/lib/own-path";
import { parseJson } from "@/lib/parse-json";

/** An answer of the API other than success, with what the problem document said. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly issues: Issue[];

  constructor(
    status: number,
    problem: { detail?: string; code?: string; requestId?: string; issues?: Issue[] },
  ) {
    super(problem.detail ?? "The server could not be reached. Check your connection and try again.");
    this.name = "ApiError";
    this.status = status;
    this.code = problem.code ?? "network";
    this.requestId = problem.requestId ?? null;
    this.issues = problem.issues ?? [];
  }
}

const READ_TIMEOUT_MS = 15_000;

/** Refused for what was sent (422), so that asking for the same again is of no use. */
export function isInvalidRequest(error: Error | null): boolean {
  return error instanceof ApiError && error.status === 422;
}

interface Call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  params?: z.input<P>;
  query?: z.input<Q>;
  body?: z.input<B>;
  /** Repeating the call with the same key gives the first answer instead of doing it again. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** Resolves to whether the person has shown that it is them. */
type Reauthentication = () => Promise<boolean>;

let reauthentication: Reauthentication | undefined;

/** Whom to ask when a call needs the person to show who they are; returns how to take it back. */
export function onReauthenticationRequired(ask: Reauthentication): () => void {
  reauthentication = ask;
  return () => {
    if (reauthentication === ask) reauthentication = undefined;
  };
}

/** Asks the person to show who they are, before a call would need it; resolves to whether they have. */
export async function askToReauthenticate(): Promise<boolean> {
  return reauthentication ? reauthentication() : false;
}

/**
 * Calls an endpoint from the browser with the session cookie. Throws ApiError for everything but success. A call that is refused because the
 * sign-in is too long ago is repeated once after the person has shown who they are.
 */
export async function callEndpoint<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
>(endpoint: Endpoint<P, Q, B, R>, call: Call<P, Q, B> = {}): Promise<z.output<R>> {
  try {
    return await callOnce(endpoint, call);
  } catch (error) {
    const isRefused = error instanceof ApiError && error.code === "reauthentication_required";
    if (!isRefused || !reauthentication) throw error;
    if (await reauthentication()) return callOnce(endpoint, call);
    throw new ApiError(error.status, {
      detail: "Nothing was changed: confirm that it is you to go on.",
      code: error.code,
      ...(error.requestId && { requestId: error.requestId }),
    });
  }
}

async function callOnce<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<P, Q, B, R>,
  call: Call<P, Q, B>,
): Promise<z.output<R>> {
  let response: Response;
  try {
    response = await fetch(endpointUrl(endpoint.path, call.params, call.query), {
      method: endpoint.method,
      headers: {
        ...(call.body !== undefined && { "content-type": "application/json" }),
        ...(call.idempotencyKey && { "idempotency-key": call.idempotencyKey }),
      },
      body: call.body === undefined ? null : JSON.stringify(call.body),
      signal: endpoint.method === "GET" ? withTimeout(call.signal) : (call.signal ?? null),
    });
  } catch (error) {
    if (call.signal?.aborted) throw error;
    throw new ApiError(0, {});
  }
  const text = await response.text();
  const answer = text === "" ? undefined : readJson(text);
  if (!response.ok) throw new ApiError(response.status, isRecord(answer) ? answer : {});
  // The server checked its answer against the same schema before sending it.
  return answer as z.output<R>;
}

/** A server that takes a call and never answers is as good as none. What changes something is waited for, as it may still be done. */
function withTimeout(signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(READ_TIMEOUT_MS);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

/** Where a call of that path goes; fields without a value are left out. */
export function endpointUrl(path: string, params: unknown, query: unknown): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(ownValue(params, name) ?? "")),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(isRecord(query) ? query : {})) {
    if (value === undefined || value === null || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return text ? `${filled}?${text}` : filled;
}

function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, never> {
  return typeof value === "object" && value !== null;
}
