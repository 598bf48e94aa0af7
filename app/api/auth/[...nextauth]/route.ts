import { NextRequest } from "next/server";
import NextAuth, { type LoggerInstance } from "next-auth";
import { readText } from "@/app/api/_lib/body";
import { type Call, frame } from "@/app/api/_lib/frame";
import { methods } from "@/app/api/_lib/methods";
import { OPEN } from "@/app/api/_lib/surfaces";
import { confirmationHref } from "@/features/auth/links";
import { safeNextPath } from "@/features/auth/next-path";
import { requestVisitor } from "@/features/auth/session-cookie";
import { authOptions } from "@/features/sign-in/config";
import { AppError, MalformedError, NotFoundError } from "@/lib/errors";
import { createGate, SIGN_IN_LIMITS } from "@/lib/gate";
import { limitedAddress } from "@/lib/limited-address";
import { log } from "@/lib/log";

const MAX_FORM_BYTES = 16 * 1024;
const RETURN_COOKIE = "next-auth.callback-url";
/** Its own logger writes what clients sent, line breaks included. */
const LOGGER: Partial<LoggerInstance> = {
  error: (code, detail) =>
    log.warn({ code, err: detail instanceof Error ? detail : detail.error }, "next-auth"),
  warn: () => {},
};

const gate = createGate("sign-ins", SIGN_IN_LIMITS);

const serve = frame(OPEN, "/api/auth/{action}", async (call) => {
  try {
    return await answer(call);
  } catch (error) {
    throw error instanceof SyntaxError ? new MalformedError("The body can't be read.") : error;
  }
});

async function answer({ request, params, client, headers }: Call): Promise<Response> {
  const nextauth = [params.nextauth ?? []].flat();
  // next-auth's own client logger: an unauthenticated endpoint that writes what it is sent to our log.
  if (nextauth[0] === "_log") throw new NotFoundError("page");
  let failure: unknown;
  const sent = await bounded(request);
  const options = authOptions({
    visitor: await requestVisitor(),
    isConfirmation: returnsOf(sent).some(({ pathname }) => pathname === confirmationHref()),
    next: safeNextPath(returnsOf(sent)[0]?.href),
    onError: (error) => {
      failure = error;
    },
  });
  const ask = (): Promise<Response> =>
    NextAuth(sent, { params: Promise.resolve({ nextauth }) }, { ...options, logger: LOGGER });
  // Only once the body is there: whoever sends it slowly keeps nobody else waiting.
  const response = await (sent.method === "POST" ? gate(ask, limitedAddress(client.ip)) : ask());
  if (failure !== undefined) throw failure;
  if (response.status >= 400 && !(await isProtocol(response))) {
    for (const cookie of response.headers.getSetCookie()) headers.append("set-cookie", cookie);
    throw toError(request.method, response.status, await response.text());
  }
  response.headers.delete("cache-control");
  return response;
}

/**
 * next-auth reads any amount, takes a return address that is none of ours for a fault of the server, and puts an error into a header as it is.
 */
async function bounded(request: Request): Promise<NextRequest> {
  const url = new URL(request.url);
  const callbackUrl = url.searchParams.get("callbackUrl");
  if (callbackUrl !== null) url.searchParams.set("callbackUrl", safeNextPath(callbackUrl));
  const error = url.searchParams.get("error");
  if (error !== null) url.searchParams.set("error", encodeURIComponent(error));
  const body = request.method === "POST" ? await readText(request, MAX_FORM_BYTES) : null;
  const sent = new NextRequest(url, { method: request.method, headers: request.headers, body });
  for (const { name, value } of sent.cookies.getAll()) {
    if (name.endsWith(RETURN_COOKIE) && !(URL.canParse(value) && /^https?:/.test(value)))
      throw new BadReturnCookie(name);
  }
  return sent;
}

/** The return address says what it is about. It is the browser's own, as is what it asked the provider: the answer itself is judged. */
function returnsOf({ cookies }: NextRequest): URL[] {
  const returns = cookies.getAll().filter(({ name }) => name.endsWith(RETURN_COOKIE));
  return returns.map(({ value }) => new URL(value));
}

class BadReturnCookie extends AppError {
  constructor(name: string) {
    super("malformed", `The cookie ${name} was not set by us and has been deleted. Send the request again.`, {
      headers: { "set-cookie": `${name}=; Path=/; Max-Age=0${name.startsWith("__") ? "; Secure" : ""}` },
    });
  }
}

/** next-auth's browser client wants a refused sign-in as `{url}` and not as a problem. */
async function isProtocol(response: Response): Promise<boolean> {
  if (!response.headers.get("content-type")?.startsWith("application/json")) return false;
  const body: unknown = await response.clone().json();
  return typeof body === "object" && body !== null && "url" in body;
}

/** What next-auth says in plain text, partly with 500. */
function toError(method: string, status: number, text: string): Error {
  if (text.includes("not supported"))
    return new AppError(
      "not_found",
      `${method} is not offered here. To sign in: GET /api/auth/csrf, then POST /api/auth/callback/credentials.`,
    );
  if (status === 401 || status === 403)
    return new AppError("unauthorized", "Signing in was refused. Check the credentials and try again.");
  if (status === 400) return new MalformedError("Send the csrfToken that GET /api/auth/csrf answers.");
  return new Error(`next-auth answered ${status}: ${text}`);
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  { GET: serve, POST: serve },
  // What it reads and sets are Next's cookies.
  { through: "next" },
);
