import "server-only";
import { randomBytes } from "node:crypto";
import type { Explanation } from "@/features/deliveries/error-classes";
import { lowerCaseNames, USER_AGENT } from "@/features/formats/wire";
import { explainHandshake, type HandshakeFailure } from "@/features/handshake/failures";
import { maskCredential } from "@/lib/credential-headers";
import { createEgressClient } from "@/lib/egress/client";
import { EgressError } from "@/lib/egress/error";
import type { EgressResponse } from "@/lib/egress/exchange";
import { egressRuleFromEnv } from "@/lib/egress/rule";
import { isSameSecret } from "@/lib/same-secret";

const HEADER = "x-hook-secret";
const SECRET_BYTES = 32;
const RECEIVED_MAX_CHARACTERS = 60;
/** No value of ours is that short: it says more when it is shown, e.g. "undefined". */
const SHORT_ECHO_CHARACTERS = 12;

export interface HandshakeResult {
  /** What the target is to get with every delivery from now on; null when it did not give it back. */
  hookSecret: string | null;
  startedAt: string;
  durationMs: number;
  statusCode: number | null;
  /** The end of the value that was sent, by which people tell it from others. */
  expected: string;
  /** What came back instead or as asked, as it may be shown: the header, else the start of the body; null when neither came. */
  received: string | null;
  failure: HandshakeFailure | null;
  /** What went wrong, and what to do about it; null when nothing did. */
  problem: Explanation | null;
}

interface HandshakeOptions {
  /** The subscription's own headers, without which the target may be out of reach. */
  headers?: Record<string, string>;
  timeoutMs?: number;
}

/**
 * Asks a target whether it wants to be one, as REST Hooks do: an empty POST with a random X-Hook-Secret, which it answers with status 200 and the
 * same header. Never throws for what the target does.
 */
export async function shakeHands(
  targetUrl: string,
  { headers = {}, timeoutMs }: HandshakeOptions = {},
): Promise<HandshakeResult> {
  const secret = randomBytes(SECRET_BYTES).toString("hex");
  const startedAt = new Date().toISOString();
  const begun = performance.now();
  const answer = await post(targetUrl, {
    headers: { ...lowerCaseNames(headers), "user-agent": USER_AGENT, [HEADER]: secret },
    body: "",
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  const failure = answer instanceof EgressError ? answer.kind : failureOf(answer, secret);
  const statusCode = answer instanceof EgressError ? null : answer.statusCode;
  return {
    hookSecret: failure === null ? secret : null,
    startedAt,
    durationMs: Math.round(performance.now() - begun),
    statusCode,
    expected: maskCredential(secret),
    received: answer instanceof EgressError ? null : shownAnswer(answer, secret),
    failure,
    problem: failure && explainHandshake(failure, { host: hostOf(targetUrl), statusCode }),
  };
}

/** A connection of its own: what it finds out must not come from one that another target's settings opened. */
async function post(
  url: string,
  request: { headers: Record<string, string>; body: string; timeoutMs?: number },
): Promise<EgressResponse | EgressError> {
  const client = createEgressClient(egressRuleFromEnv());
  try {
    return await client.post(url, request);
  } catch (error) {
    if (error instanceof EgressError) return error;
    return new EgressError("invalid_response", "The call failed.", { cause: error });
  } finally {
    await client.close();
  }
}

function failureOf({ statusCode, headers, body }: EgressResponse, secret: string): HandshakeFailure | null {
  if (statusCode === 410) return "gone";
  if (statusCode >= 300 && statusCode < 400) return "redirect";
  if (statusCode !== 200) return "wrong_status";
  const echo = headers[HEADER];
  if (echo === undefined) return body.includes(secret) ? "echo_in_body" : "no_echo";
  return isSameSecret(echo, secret) ? null : "wrong_echo";
}

/** A wrong echo may be the value of a handshake before, which still opens something. */
function shownAnswer({ headers, body }: EgressResponse, secret: string): string | null {
  const echo = headers[HEADER];
  if (echo !== undefined) {
    const text = printable(echo).trim();
    return text.length < SHORT_ECHO_CHARACTERS
      ? text
      : maskCredential(text).slice(0, RECEIVED_MAX_CHARACTERS);
  }
  const text = printable(body.toString("utf8")).replaceAll(secret, maskCredential(secret)).trim();
  if (text === "") return null;
  return text.length > RECEIVED_MAX_CHARACTERS ? `${text.slice(0, RECEIVED_MAX_CHARACTERS)}…` : text;
}

function printable(text: string): string {
  return text.replace(/[\p{C}\p{Z}\uFFFD]+/gu, " ");
}

function hostOf(url: string): string | null {
  return URL.parse(url)?.hostname ?? null;
}
