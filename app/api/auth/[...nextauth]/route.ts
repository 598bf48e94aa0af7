import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { readText } from "@/app/api/_lib/body";
import { problemResponse } from "@/app/api/_lib/problem";
import { authOptions } from "@/features/auth/config";
import { safeNextPath } from "@/features/auth/next-path";
import { newRequestId } from "@/features/auth/system-context";
import { MalformedError, NotFoundError } from "@/lib/errors";

const MAX_FORM_BYTES = 16 * 1024;

interface AuthRouteContext {
  params: Promise<{ nextauth: string[] }>;
}

async function handler(request: NextRequest, context: AuthRouteContext): Promise<Response> {
  try {
    const { nextauth } = await context.params;
    // next-auth's own client logger: an unauthenticated endpoint that writes what it is sent to our log.
    if (nextauth[0] === "_log") throw new NotFoundError("page");
    let failure: unknown;
    const options = authOptions({
      client: {
        ip: request.headers.get("x-replify-client-address"),
        userAgent: request.headers.get("user-agent"),
      },
      onError: (error) => {
        failure = error;
      },
    });
    const response: Response = await NextAuth(await bounded(request), context, options);
    if (failure !== undefined) throw failure;
    return response;
  } catch (error) {
    const known = error instanceof SyntaxError ? new MalformedError("The body can't be read.") : error;
    return problemResponse(known, newRequestId());
  }
}

/** next-auth reads any amount, and throws at a return address that is not a URL: it gets a counted body and addresses of ours only. */
async function bounded(request: NextRequest): Promise<NextRequest> {
  const url = new URL(request.url);
  const callbackUrl = url.searchParams.get("callbackUrl");
  if (callbackUrl !== null) url.searchParams.set("callbackUrl", safeNextPath(callbackUrl));
  const headers = new Headers(request.headers);
  const cookies = request.cookies
    .getAll()
    .filter(({ name, value }) => !name.endsWith("next-auth.callback-url") || /^https?:/.test(value));
  headers.set("cookie", cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join("; "));
  const body = request.method === "POST" ? await readText(request, MAX_FORM_BYTES) : null;
  return new NextRequest(url, { method: request.method, headers, body });
}

export { handler as GET, handler as POST };
