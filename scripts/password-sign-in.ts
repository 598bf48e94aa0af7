import * as z from "zod";

interface Credentials {
  email: string;
  password: string;
}

const csrfSchema = z.object({ csrfToken: z.string() });

/** Posts next-auth's own form as scripts do; the answer is next-auth's, whatever it is. */
export async function postCredentials(
  url: string,
  credentials: Credentials,
  headers: Record<string, string> = {},
): Promise<Response> {
  const csrf = await fetch(new URL("/api/auth/csrf", url));
  const { csrfToken } = csrfSchema.parse(await csrf.json());
  return fetch(new URL("/api/auth/callback/credentials", url), {
    method: "POST",
    headers: { ...headers, cookie: [headers.cookie, cookiesOf(csrf)].filter(Boolean).join("; ") },
    body: new URLSearchParams({ csrfToken, ...credentials }),
    redirect: "manual",
  });
}

/** Signs in and returns the Cookie header that the browser would send from then on. */
export async function signInByPassword(url: string, credentials: Credentials): Promise<string> {
  const response = await postCredentials(url, credentials);
  const cookie = cookiesOf(response);
  if (!cookie.includes("session-token="))
    throw new Error(`Signing in failed with ${response.status}: ${await response.text()}`);
  return cookie;
}

export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
