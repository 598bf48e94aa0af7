import { curlCommand } from "@/features/deliveries/curl";
import type { IncomingRequestDetail } from "@/features/incoming-requests/schema";
import { MASK } from "@/lib/credential-headers";

/** Of the way the request took; the next one has its own. */
const TRANSPORT_HEADERS = /^(accept-encoding|forwarded|via|x-forwarded-.*|x-real-ip)$/;

/** The request as it came, with its signature and without credentials; null where its bytes were not kept, or are no text that a shell could hold. */
export function requestCurl(request: IncomingRequestDetail, url: string): string | null {
  if (!request.isBodyKept || request.bodyEncoding !== "utf8" || request.body.includes("\0")) return null;
  const headers = Object.entries(request.headers).filter(
    ([name, value]) => !value.includes(MASK) && !TRANSPORT_HEADERS.test(name),
  );
  return curlCommand({ url, headers: Object.fromEntries(headers), body: request.body });
}
