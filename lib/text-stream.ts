import { log } from "@/lib/log";

/** A body that is written piece by piece: none is made before the last one was taken. */
export function textStream(chunks: AsyncGenerator<string>, requestId: string): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        // The status is sent already: only breaking off tells the reader that this is not all.
        log.error({ err: error, requestId }, "an export broke off");
        controller.error(error);
      }
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}
