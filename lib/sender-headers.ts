/** What each HTTP client and proxy says, what proves and numbers a request, and what is our own. */
const TRANSPORT =
  /^(?:accept(?:-.*)?|cache-control|connection|content-.*|date|expect|forwarded|host|idempotency-key|keep-alive|pragma|priority|sec-.*|te|trace(?:parent|state)|trailer|transfer-encoding|upgrade|user-agent|via|x-forwarded-.*|x-real-ip|x-replify-.*|.*(?:signature|hmac).*)$/;

/** Whether a header, by its name in lower case, is one by which a sender says something of its own. */
export function isSenderHeader(name: string): boolean {
  return !TRANSPORT.test(name);
}
