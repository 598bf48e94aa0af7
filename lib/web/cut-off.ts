import { processWide } from "@/lib/process-wide";

/** Whatever copy of this module has made a stream, the server finds its signal. */
const signals = processWide("cut-offs", () => new WeakMap<ReadableStream, AbortSignal>());

/** Has the connection of an answer cut off once the signal says so: by itself it waits for a reader who takes nothing. */
export function withCutOff<Body extends ReadableStream>(body: Body, signal: AbortSignal): Body {
  signals.set(body, signal);
  return body;
}

export function cutOffOf(body: ReadableStream): AbortSignal | undefined {
  return signals.get(body);
}
