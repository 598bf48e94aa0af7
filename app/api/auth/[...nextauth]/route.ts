import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { problemResponse } from "@/app/api/_lib/problem";
import { authOptions } from "@/features/auth/config";
import { newRequestId } from "@/features/auth/system-context";
import { NotFoundError } from "@/lib/errors";

interface AuthRouteContext {
  params: Promise<{ nextauth: string[] }>;
}

async function handler(request: NextRequest, context: AuthRouteContext): Promise<Response> {
  const { nextauth } = await context.params;
  // next-auth's own client logger: an unauthenticated endpoint that writes what it is sent to our log.
  if (nextauth[0] === "_log") return problemResponse(new NotFoundError("page"), newRequestId());
  let failure: unknown;
  const options = authOptions((error) => {
    failure = error;
  });
  const response: Response = await NextAuth(request, context, options);
  return failure === undefined ? response : problemResponse(failure, newRequestId());
}

export { handler as GET, handler as POST };
