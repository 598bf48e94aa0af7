/**
 * The path of a request, decoded; undefined where another reader could take it for another path: with empty or dot segments, a backslash or
 * fragment, or a slash that is encoded. Everything that judges a request by its path reads it here.
 */
export function readRequestPath(url: string): string | undefined {
  const raw = url.split("?")[0] ?? "";
  const path = decodePath(raw);
  if (path === undefined || !path.startsWith("/") || /[\\#]|\/\//.test(path) || /%2f/i.test(raw))
    return undefined;
  return path.split("/").some((segment) => segment === "." || segment === "..") ? undefined : path;
}

/** Undefined for what is no percent-encoding. */
export function decodePath(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw);
  } catch {
    return undefined;
  }
}

const ICONS = ["/favicon.ico", "/icon.svg"];

/** What a request is for; a path that can't be read goes as a page, which has the strictest headers. */
export function kindOf(url: string): "static" | "api" | "page" {
  const path = readRequestPath(url) ?? "";
  if (path.startsWith("/_next/static/") || ICONS.includes(path)) return "static";
  return path === "/api" || path.startsWith("/api/") ? "api" : "page";
}

const INCOMING = /^\/+api\/+incoming\/+([^/?]+)\/*(\?.*)?$/;

/** The address as it is served: senders keep what somebody typed, and many follow no redirect, so a slash too many is none for them. */
export function servedUrl(url: string): string {
  const [, key, query = ""] = INCOMING.exec(url) ?? [];
  return key === undefined ? url : `/api/incoming/${key}${query}`;
}
