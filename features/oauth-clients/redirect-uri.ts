/** What a site template starts with: the one place where a `*` may stand. */
const ANY_HOST = "https://*";
/** Every site's own administrators alone get there, which is why its host may be any. */
const SITE_PATH = "/wp-admin/";

/** The port is free: the app listens wherever the system lets it (RFC 8252 §7.3). */
const LOOPBACK = /^http:\/\/(?<address>127\.0\.0\.1|\[::1\])(?<port>:[1-9]\d{0,4})?(?<rest>(?:[/?].*)?)$/;

/** Two labels at least, and the last one no number: an address says nothing to the customer who is asked for consent. */
const DOMAIN = /^(?=.{1,253}$)(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)(?!\d+$)[a-z0-9-]{2,63}(?<!-)$/;

/** Of the directories that a site lives in: no `.`, no `..`, nothing encoded but letters of other scripts, … */
const DIRECTORY = /^(?!\.{1,2}$)(?:[\w.~-]|%[89A-F][0-9A-F])+$/;
/** … and no program, which would take the rest of the path for its input. */
const PROGRAM = /\.(?:ph(?:p\d?|tml|ar)|cgi|pl|py|aspx?|jsp)$/i;

const MISLEADING_ESCAPE = /%(?:2e|2f|5c|7f|[01][0-9a-f])|%(?![0-9a-f]{2})/i;

/** What is wrong with a redirect URI that is to be registered, and what to write instead; null for one that will do. */
export function redirectUriProblem(uri: string): string | null {
  if (uri.includes("#")) return "Remove the # and what follows it.";
  if (uri.includes("*")) return templateProblem(uri);
  const loopback = LOOPBACK.exec(uri)?.groups;
  if (!loopback && !uri.startsWith("https://")) return schemeProblem(uri);
  return canonicalProblem(loopback ? `http://${loopback.address}${loopback.rest}` : uri);
}

export interface MatchedRedirectUri {
  /** To name to the customer. */
  host: string;
  /** Whether it fits a site template only, as an address at anybody's host does. */
  isTemplate: boolean;
}

/** Whether a request may send its answer there. */
export function matchRedirectUri(registered: readonly string[], given: string): MatchedRedirectUri | null {
  const exact = firstHost(registered, (uri) => (isTemplate(uri) ? null : exactHost(uri, given)));
  if (exact !== null) return { host: exact, isTemplate: false };
  const site = firstHost(registered, (uri) => (isTemplate(uri) ? siteHost(uri, given) : null));
  return site === null ? null : { host: site, isTemplate: true };
}

function firstHost(uris: readonly string[], hostOf: (uri: string) => string | null): string | null {
  return uris.reduce<string | null>((found, uri) => found ?? hostOf(uri), null);
}

function isTemplate(uri: string): boolean {
  return uri.startsWith(ANY_HOST);
}

/** Compared as text: what a URL parser takes for equal is not the same. */
function exactHost(uri: string, given: string): string | null {
  const [registered, sent] = [LOOPBACK.exec(uri)?.groups, LOOPBACK.exec(given)?.groups];
  if (registered && sent) {
    const isSame = registered.address === sent.address && registered.rest === sent.rest;
    return isSame && URL.canParse(given) ? (sent.address ?? null) : null;
  }
  return uri === given ? new URL(uri).host : null;
}

function siteHost(template: string, given: string): string | null {
  const fixed = template.slice(ANY_HOST.length);
  if (!given.startsWith("https://") || !given.endsWith(fixed)) return null;
  const site = given.slice("https://".length, given.length - fixed.length);
  const [host = "", ...directories] = site.split("/");
  const isSite = DOMAIN.test(host) && directories.every((one) => DIRECTORY.test(one) && !PROGRAM.test(one));
  // What was read from the text has to be what a browser makes of it.
  if (!isSite || canonicalProblem(given) !== null || new URL(given).host !== host) return null;
  return host;
}

function templateProblem(uri: string): string | null {
  const path = uri.slice(ANY_HOST.length);
  if (!uri.startsWith(`${ANY_HOST}/`) || path.includes("*"))
    return "A * may stand for the whole host only, as in https://*/wp-admin/admin.php";
  if (!path.startsWith(SITE_PATH))
    return "With * as its host an address starts with /wp-admin/, as in https://*/wp-admin/admin.php. Register any other with its host.";
  const problem = canonicalProblem(`https://site.example${path}`);
  return problem?.replace("site.example", "*") ?? null;
}

function canonicalProblem(uri: string): string | null {
  if (!URL.canParse(uri)) return "This is no web address. Write one like https://app.example.com/callback";
  const url = new URL(uri);
  if (url.username !== "" || url.password !== "" || authorityOf(uri).includes("@"))
    return "Remove the user name before the @.";
  if (MISLEADING_ESCAPE.test(url.pathname))
    return "Write the path without encoded dots, slashes and control characters.";
  if (uri !== url.href && `${uri}/` !== url.href) return `Write it as browsers do: ${url.href}`;
  return null;
}

function schemeProblem(uri: string): string {
  if (uri.startsWith("http://"))
    return "Use https. With http only http://127.0.0.1 and http://[::1] will do, for apps on the customer's own computer.";
  return "Start with https://. An app on the customer's own computer uses http://127.0.0.1 or http://[::1].";
}

function authorityOf(uri: string): string {
  return uri.split("/")[2] ?? "";
}
