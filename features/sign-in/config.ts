import "server-only";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { Entry } from "@/features/auth/enter";
import { confirmationHref, signInHref } from "@/features/auth/links";
import { safeNextPath } from "@/features/auth/next-path";
import { continueWith } from "@/features/auth/pending-cookie";
import {
  revokeSession,
  sessionCookieName,
  sessionCookieOptions,
  sessionMaxAgeSeconds,
  type Visitor,
} from "@/features/auth/session";
import { setDeviceCookie } from "@/features/auth/session-cookie";
import { signInWithPasswordAndCode } from "@/features/factors/password-and-code";
import { confirmWithProvider } from "@/features/sign-in/confirm-with-provider";
import { isSingleSignOnOffered, OIDC_PROVIDER_ID, oidcProvider } from "@/features/sign-in/oidc-provider";
import { signInWithProvider } from "@/features/sign-in/single-sign-on";
import { env } from "@/lib/env";

interface AuthRequest {
  visitor: Visitor;
  /** Whether it is about confirming who is signed in already. */
  isConfirmation: boolean;
  /** Where a sign-in at the provider leads afterwards. */
  next: string;
  /** Receives what `authorize` threw, since next-auth would turn it into a plain 401. */
  onError: (error: unknown) => void;
}

/** Options of next-auth's own routes for one request. */
export function authOptions({ visitor, isConfirmation, next, onError }: AuthRequest): NextAuthOptions {
  const page = isConfirmation ? confirmationHref() : signInHref();
  let signedIn: Entry | null = null;
  return {
    secret: env.NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: sessionMaxAgeSeconds() },
    cookies: { sessionToken: { name: sessionCookieName(), options: sessionCookieOptions() } },
    pages: { signIn: page, error: page },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" }, code: { type: "text" } },
        async authorize(credentials) {
          try {
            signedIn = await signInWithPasswordAndCode(credentials, visitor);
            if (!signedIn) return null;
            await setDeviceCookie(signedIn.userId);
            return { id: String(signedIn.userId) };
          } catch (error) {
            onError(error);
            return null;
          }
        },
      }),
      ...(isSingleSignOnOffered() ? [oidcProvider()] : []),
    ],
    callbacks: {
      async signIn({ account, profile }) {
        if (account?.provider !== OIDC_PROVIDER_ID) return true;
        const enter = isConfirmation ? confirmWithProvider : signInWithProvider;
        const result = await enter(profile, visitor);
        if ("refusal" in result) return `${page}?error=${result.refusal}`;
        // Not through next-auth, which would make a session of it.
        if (result.pendingId !== undefined) return continueWith(result, next);
        signedIn = result;
        await setDeviceCookie(result.userId);
        return true;
      },
      jwt({ token }) {
        return signedIn ? { sub: String(signedIn.userId), sid: signedIn.sessionId } : token;
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
        if (typeof token?.sid === "string") await revokeSession(token.sid, visitor);
      },
    },
  };
}
