import "server-only";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { safeNextPath } from "@/features/auth/next-path";
import {
  revokeSession,
  sessionCookieName,
  sessionCookieOptions,
  sessionMaxAgeSeconds,
} from "@/features/auth/session";
import { signInWithPassword } from "@/features/auth/sign-in";
import { env } from "@/lib/env";

/** Options of next-auth's own routes. `onError` receives what `authorize` threw, since next-auth would turn it into a plain 401. */
export function authOptions(onError: (error: unknown) => void): NextAuthOptions {
  return {
    secret: env.NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: sessionMaxAgeSeconds() },
    cookies: { sessionToken: { name: sessionCookieName(), options: sessionCookieOptions() } },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(credentials, request) {
          try {
            const signedIn = await signInWithPassword(credentials, {
              ip: header(request.headers, "x-replify-client-address"),
              userAgent: header(request.headers, "user-agent"),
            });
            return signedIn && { id: String(signedIn.userId), sid: signedIn.sessionId };
          } catch (error) {
            onError(error);
            return null;
          }
        },
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        if (user && "sid" in user) return { sub: user.id, sid: user.sid };
        return token;
      },
      session({ session, token }) {
        return { expires: session.expires, user: { name: token.name, email: token.email } };
      },
      redirect({ url }) {
        return new URL(safeNextPath(url), env.APP_URL).toString();
      },
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === "string") await revokeSession(token.sid);
      },
    },
  };
}

function header(headers: unknown, name: string): string | null {
  if (typeof headers !== "object" || headers === null) return null;
  const value: unknown = Reflect.get(headers, name);
  return typeof value === "string" ? value : null;
}
