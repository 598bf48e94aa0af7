import type { IncomingMessage } from "node:http";

interface BodyLimits {
  maxBytes: number;
  /** Of all bodies that are being read at the same time: whoever sends them has not proved anything yet. */
  maxTotalBytes: number;
}

/** Reads request bodies, and stops at the first byte too many. */
export function createBodyReader({ maxBytes, maxTotalBytes }: BodyLimits) {
  let total = 0;

  /** Rejects when the sender breaks off. */
  async function read(request: IncomingMessage): Promise<Buffer | "too large" | "too many"> {
    if (Number(request.headers["content-length"] ?? 0) > maxBytes) return "too large";
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of request.iterator({ destroyOnReturn: false })) {
        size += chunk.length;
        total += chunk.length;
        if (size > maxBytes) return "too large";
        if (total > maxTotalBytes) return "too many";
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    } finally {
      total -= size;
    }
  }

  return { read };
}
