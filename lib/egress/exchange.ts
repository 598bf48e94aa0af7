import { type Dispatcher, errors } from "undici";
import type { Connection } from "./connection";
import { EgressError, type EgressErrorKind, errorCode } from "./error";

export interface EgressResponse {
  statusCode: number;
  /** Lower-case names; repeated headers are joined by a comma. */
  headers: Record<string, string>;
  /** At most 16 KiB. */
  body: Buffer;
  /** True when there was more body, or it did not end in time or in order. */
  truncated: boolean;
  timings: EgressTimings;
}

/** In milliseconds, two decimals: each attempt keeps them, and all seventeen digits would cost more than what they tell. */
interface EgressTimings {
  totalMs: number;
  firstByteMs: number;
  /** Null, as the next two, when the connection was open already. */
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
}

export interface ExchangeRequest {
  path: string;
  headers: Record<string, string>;
  body: string | Buffer;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

export interface ConnectionSource {
  /** An idle connection, or a new one. */
  acquire(): Connection;
  open(): Connection;
  release(connection: Connection): void;
}

const BODY_MAX_BYTES = 16 * 1024;
const BODY_MAX_MS = 2000;
/** Informational answers before the real one. Some servers send a 100 unasked, and hints in a few pieces; more say nothing. */
const INFORMATIONAL_MAX = 16;
const NO_BODY = Buffer.alloc(0);

export type Settle = (error: unknown, response: EgressResponse | null) => void;

/**
 * One request and its answer. It handles undici's raw dispatch events because `request()` costs a stream per answer and lets an
 * aborted request wait for its connection.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  private connection: Connection;
  private readonly startedAt = performance.now();
  private timer: NodeJS.Timeout;
  private isSettled = false;
  private isRetried = false;
  private hasAnswer = false;
  private informational = 0;
  private statusCode = 0;
  private headers: Record<string, string> = {};
  private firstByteMs = 0;
  private chunks: Buffer[] = [];
  private bodyBytes = 0;

  constructor(
    private readonly source: ConnectionSource,
    private readonly request: ExchangeRequest,
    private readonly settle: Settle,
  ) {
    this.timer = setTimeout(expire, request.timeoutMs, this);
    request.signal?.addEventListener("abort", this.onAbort, { once: true });
    this.connection = source.acquire();
    this.send();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.isSettled) controller.abort(new Error("The exchange is over."));
  }

  onResponseStarted(): void {
    this.hasAnswer = true;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (this.isSettled) return;
    if (statusCode < 200) {
      this.countInformational();
      return;
    }
    this.statusCode = statusCode;
    this.headers = joinRepeated(headers);
    this.firstByteMs = performance.now() - this.startedAt;
    clearTimeout(this.timer);
    const remainingMs = Math.max(this.request.timeoutMs - this.firstByteMs, 0);
    this.timer = setTimeout(expire, Math.min(BODY_MAX_MS, remainingMs), this);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.isSettled) return;
    this.chunks.push(chunk);
    this.bodyBytes += chunk.length;
    if (this.bodyBytes > BODY_MAX_BYTES) this.answer({ isComplete: false });
  }

  onResponseEnd(): void {
    this.answer({ isComplete: true });
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.isSettled) return;
    if (this.statusCode > 0) this.answer({ isComplete: false });
    else if (this.isStale(error)) this.sendAgain();
    else this.fail(toEgressError(error));
  }

  /** The time is up: for the body, once there is a status. */
  expire(): void {
    if (this.statusCode > 0) {
      this.answer({ isComplete: false });
    } else {
      const kind = this.connection.isOpening ? "connection_timeout" : "timeout";
      this.fail(new EgressError(kind, `No answer within ${this.request.timeoutMs} ms.`));
    }
  }

  private readonly onAbort = (): void => this.fail(this.request.signal?.reason);

  private send(): void {
    const { path, headers, body } = this.request;
    this.connection.dispatch({ method: "POST", path, headers, body }, this);
  }

  /**
   * A pooled socket that the peer was just closing: the request was not answered at all, and the receiver knows a repetition by
   * its webhook-id, as it would the retry that failing here leads to.
   */
  private isStale(error: Error): boolean {
    return !this.hasAnswer && !this.isRetried && this.connection.isReused && isConnectionLoss(error);
  }

  private sendAgain(): void {
    this.isRetried = true;
    this.connection.destroy();
    this.connection = this.source.open();
    this.send();
  }

  private countInformational(): void {
    this.informational++;
    if (this.informational > INFORMATIONAL_MAX)
      this.fail(new EgressError("invalid_response", MESSAGE_OF_KIND.invalid_response));
  }

  private answer({ isComplete }: { isComplete: boolean }): void {
    if (!this.finish()) return;
    const opened = this.connection.takeTimings();
    if (isComplete) this.source.release(this.connection);
    else this.connection.destroy();
    this.settle(null, {
      statusCode: this.statusCode,
      headers: this.headers,
      body:
        this.bodyBytes === 0 ? NO_BODY : Buffer.concat(this.chunks, Math.min(this.bodyBytes, BODY_MAX_BYTES)),
      truncated: !isComplete,
      timings: {
        totalMs: toHundredths(performance.now() - this.startedAt),
        firstByteMs: toHundredths(this.firstByteMs),
        dnsMs: opened && toHundredths(opened.dnsMs),
        connectMs: opened && toHundredths(opened.connectMs),
        tlsMs: opened && toHundredths(opened.tlsMs),
      },
    });
  }

  private fail(error: unknown): void {
    if (!this.finish()) return;
    this.connection.destroy();
    if (error instanceof EgressError) error.totalMs = performance.now() - this.startedAt;
    this.settle(error, null);
  }

  private finish(): boolean {
    if (this.isSettled) return false;
    this.isSettled = true;
    clearTimeout(this.timer);
    this.request.signal?.removeEventListener("abort", this.onAbort);
    return true;
  }
}

function toHundredths(ms: number): number;
function toHundredths(ms: number | null): number | null;
function toHundredths(ms: number | null): number | null {
  return ms && Math.round(ms * 100) / 100;
}

function expire(exchange: Exchange): void {
  exchange.expire();
}

function joinRepeated(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const joined: Record<string, string> = Object.create(null);
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value !== undefined) joined[name] = typeof value === "string" ? value : value.join(", ");
  }
  return joined;
}

function isConnectionLoss(error: Error): boolean {
  const code = errorCode(error);
  return code === "UND_ERR_SOCKET" || code === "ECONNRESET" || code === "EPIPE";
}

function toEgressError(error: Error): unknown {
  if (error instanceof EgressError) return error;
  const reason = errorCode(error);
  const kind = kindOf(error, reason);
  // What remains is a mistake in the request itself, not an outcome of calling the target.
  if (kind === null) return error;
  return new EgressError(kind, MESSAGE_OF_KIND[kind], { reason, cause: error });
}

const MESSAGE_OF_KIND = {
  connection_reset: "The connection was closed before there was an answer.",
  invalid_response: "The answer was not valid HTTP.",
} satisfies Partial<Record<EgressErrorKind, string>>;

function kindOf(error: Error, code: string | null): keyof typeof MESSAGE_OF_KIND | null {
  if (error instanceof errors.HTTPParserError || code === "UND_ERR_HEADERS_OVERFLOW")
    return "invalid_response";
  if (code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH") return "invalid_response";
  if (code === "UND_ERR_SOCKET" && error.message.startsWith("bad ")) return "invalid_response";
  return isConnectionLoss(error) ? "connection_reset" : null;
}
