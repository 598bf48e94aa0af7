import { RateLimitedError, UnavailableError } from "@/lib/errors";
import { processWide } from "@/lib/process-wide";
import { withCutOff } from "@/lib/web/cut-off";

interface Stream {
  owner: string;
  close(): void;
}

interface StreamOptions {
  /** Who has opened it. */
  owner: string;
  /** Whether its reader may still have it; a failure says no. */
  isAllowed(): Promise<boolean>;
  /** The reader is gone. */
  left: AbortSignal;
  /** Begins to send; returns how to end that. */
  start(send: (data: string) => void): () => void;
}

const STREAMS_PER_OWNER = 8;
const STREAMS = 300;
const RETRY_AFTER_S = 10;
const HEARTBEAT_MS = 15_000;
const CHECK_MS = 3_000;
/** What waits for a reader who does not take it; more cuts them off. */
const MAX_WAITING_BYTES = 2 * 1024 * 1024;

const state = processWide("event streams", () => ({ open: new Set<Stream>() }));

/** Server-sent events to one reader, until they leave, may not read on, or the process stops. */
export function openEventStream({
  owner,
  isAllowed,
  left,
  start,
}: StreamOptions): ReadableStream<Uint8Array> {
  assertRoom(owner);
  const encoder = new TextEncoder();
  const stream: Stream = { owner, close: () => {} };
  state.open.add(stream);
  const slow = new AbortController();
  let isCanceled = false;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string) => {
          controller.enqueue(encoder.encode(text));
          if ((controller.desiredSize ?? 0) < 0) end({ isSlow: true });
        };
        const timers = [
          setInterval(() => write(":\n\n"), HEARTBEAT_MS),
          setInterval(
            () =>
              void isAllowed().then(
                (may) => may || end(),
                () => end(),
              ),
            CHECK_MS,
          ),
        ];
        let stop = () => {};
        let isEnded = false;
        function end({ isSlow = false } = {}) {
          if (isEnded) return;
          isEnded = true;
          for (const timer of timers) clearInterval(timer);
          stop();
          state.open.delete(stream);
          left.removeEventListener("abort", close);
          if (isSlow) {
            // What waits goes at once, and the connection with it.
            controller.error(new Error("The reader does not take what is sent."));
            slow.abort();
          }
          // What its reader canceled is closed already.
          else if (!isCanceled) controller.close();
        }
        const close = () => end();
        stream.close = close;
        left.addEventListener("abort", close);
        if (left.aborted) return end();
        write("retry: 2000\n\n");
        stop = start((data) => {
          if (!isEnded) write(`data: ${data}\n\n`);
        });
        // What there was to begin with may have been too much already.
        if (isEnded) stop();
      },
      cancel() {
        isCanceled = true;
        stream.close();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MAX_WAITING_BYTES }),
  );
  return withCutOff(body, slow.signal);
}

/** For the end of the process: nothing else would end them. */
export function closeEventStreams(): void {
  for (const { close } of [...state.open]) close();
}

function assertRoom(owner: string): void {
  const own = [...state.open].filter((stream) => stream.owner === owner).length;
  if (own >= STREAMS_PER_OWNER) {
    throw new RateLimitedError(
      `You watch ${STREAMS_PER_OWNER} lists live, which is the most. Close one of them, or turn its Live off.`,
      RETRY_AFTER_S,
    );
  }
  if (state.open.size >= STREAMS)
    throw new UnavailableError("Too many lists are watched live at this moment. Try again shortly.");
}
