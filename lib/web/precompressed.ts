import { processWide } from "@/lib/process-wide";

/** Beside the answer and not in its place: Next, which serves what isn't loaded yet, takes every body for uncompressed. */
const compressed = processWide("precompressed", () => new WeakMap<Response, Uint8Array<ArrayBuffer>>());

/** Gives an answer its content in gzip along, for whoever would compress it otherwise. */
export function withGzip(response: Response, content: Uint8Array<ArrayBuffer>): Response {
  compressed.set(response, content);
  return response;
}

export function gzipOf(response: Response): Uint8Array<ArrayBuffer> | undefined {
  return compressed.get(response);
}
