import type { IncomingMessage } from "node:http";

/** Our forms are short; one of very many parts takes long to take apart, and anybody may send it. */
export const MAX_FORM_BYTES = 64 * 1024;

/**
 * False for a form that can't be taken apart: Next would answer 500 to it. The body is read ahead and put back, so that Next finds it
 * untouched; whoever sends it slowly keeps nobody else waiting.
 */
export async function hasReadableForm(req: IncomingMessage): Promise<boolean> {
  const type = req.headers["content-type"] ?? "";
  const isMultipart = /^multipart\/form-data/i.test(type);
  const length = Number(req.headers["content-length"] ?? 0);
  // Browsers always say how long a form is.
  if (req.headers["transfer-encoding"] !== undefined || !(length <= MAX_FORM_BYTES)) return false;
  if (length === 0) return !isMultipart;
  const body = await readAhead(req, length);
  if (!body) return false;
  req.unshift(body);
  if (!isMultipart) return true;
  const form = new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  return form.then(
    () => true,
    () => false,
  );
}

/** Exactly that many bytes and no look beyond them: once the stream has ended nothing can be put back. */
function readAhead(req: IncomingMessage, length: number): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const settle = (body: Buffer | null) => {
      req.off("readable", read);
      req.off("close", giveUp);
      resolve(body);
    };
    const read = () => {
      const body: unknown = req.read(length);
      if (Buffer.isBuffer(body)) settle(body.length === length ? body : null);
    };
    const giveUp = () => settle(null);
    req.on("readable", read);
    req.once("close", giveUp);
    read();
  });
}
