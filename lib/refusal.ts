import type { IncomingMessage } from "node:http";
import { isHost } from "@/lib/client-address";
import { AppError, ForbiddenError, MalformedError } from "@/lib/errors";
import { decodePath, kindOf, readRequestPath } from "@/lib/request-path";
import { isSameOrigin } from "@/lib/same-origin";
import { repeatedHeader } from "@/lib/single-headers";

const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** Webhooks have limits of their own, up to this. */
const MAX_INCOMING_BYTES = 25 * 1024 * 1024;
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/** Forms are posted. */
const PAGE_METHODS = ["GET", "HEAD", "POST"];
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** What must not reach Next: some of it would be answered with 500. */
export function refusalOf(req: IncomingMessage): AppError | undefined {
  const { method = "", url = "" } = req;
  const isApi = kindOf(url) === "api";
  const offered = isApi ? METHODS : PAGE_METHODS;
  if (!offered.includes(method)) return methodNotAllowed(method, offered);
  if (!url.startsWith("/"))
    return new MalformedError("Send the path in the request line, e.g. GET /api/v1/me.");
  if (req.headersDistinct.host?.length !== 1 || !isHost(req.headers.host ?? ""))
    return new MalformedError("Send one Host header with the name of this server.");
  const path = readRequestPath(url);
  if (path === undefined) return unreadablePath(url);
  const repeated = repeatedHeader(req.rawHeaders);
  if (repeated) return new MalformedError(`Send the ${repeated} header once.`);
  // Routes count what they read; this is for what the framework reads by itself.
  const maxBytes = path.startsWith("/api/incoming/") ? MAX_INCOMING_BYTES : MAX_BODY_BYTES;
  if (Number(req.headers["content-length"] ?? 0) > maxBytes) {
    return new AppError("payload_too_large", "The body is too large. Split the request.", {
      headers: { connection: "close" },
    });
  }
  const isProbe = path === "/healthz" || path === "/readyz";
  if (isProbe && method !== "GET" && method !== "HEAD") return methodNotAllowed(method, ["GET", "HEAD"]);
  // Pages that Next makes for itself, without a nonce.
  if (/^\/_(global-error|not-found|error)\b/.test(path))
    return new AppError("not_found", "There is no such page. Start at /.");
  if (!SAFE_METHODS.has(method) && !isApi && !isOwnPage(req)) {
    return new ForbiddenError("This was sent from another site. Open Replify itself.");
  }
  return undefined;
}

/** What Node's parser could not read, or waited for too long. */
export function parserRefusal(code: string | undefined): AppError {
  if (code === "HPE_HEADER_OVERFLOW")
    return new AppError(
      "headers_too_large",
      "All headers together may be at most 16 KiB. Send fewer or shorter ones.",
    );
  if (code === "HPE_CHUNK_EXTENSIONS_OVERFLOW")
    return new AppError("payload_too_large", "The chunk extensions are too large. Send chunks without any.");
  if (code === "ERR_HTTP_REQUEST_TIMEOUT")
    return new AppError("request_timeout", "The request did not arrive in time. Send it again, all at once.");
  return new MalformedError("This is not a valid HTTP request. Check its request line, headers and framing.");
}

function methodNotAllowed(method: string, allowed: string[]): AppError {
  const allow = allowed.join(", ");
  return new AppError("method_not_allowed", `${method} is not offered here. Use one of ${allow}.`, {
    headers: { allow },
  });
}

/** Forms of pages are guarded here; the API's routes look at their credential first. */
function isOwnPage({ headers }: IncomingMessage): boolean {
  const { "sec-fetch-site": site, origin, host } = headers;
  return isSameOrigin({
    site: typeof site === "string" ? site : null,
    origin: origin ?? null,
    host: host ?? null,
  });
}

function unreadablePath(url: string): MalformedError {
  if (decodePath(url.split("?")[0] ?? "") === undefined)
    return new MalformedError(
      "The path is not valid percent-encoding. Encode each part with encodeURIComponent.",
    );
  return new MalformedError(
    "Send the path in its plain form, e.g. /api/v1/me: no empty, . or .. parts, no backslash, # or encoded slash.",
  );
}
