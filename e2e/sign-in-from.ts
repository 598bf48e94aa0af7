import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import * as z from "zod";

interface SignInTry {
  email: string;
  password: string;
  /** Of a second factor. */
  code?: string;
  forwardedFor?: string;
  cookie?: string;
}

interface SignInAnswer {
  status: number | undefined;
  retryAfter: number | undefined;
  hasSession: boolean;
}

/** The same for a customer, by an app of the desk. */
export async function logInFrom(localAddress: string, url: string, login: object) {
  const body = JSON.stringify(login);
  const headers = { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) };
  const { response } = await senderFrom(localAddress, url)("POST", "/api/oauth/login", headers, body);
  return outcomeOf(response);
}

function senderFrom(localAddress: string, url: string) {
  const { port } = new URL(url);
  return async (method: string, path: string, headers: Record<string, string>, body?: string) => {
    const sent = request({ host: "127.0.0.1", port, method, path, localAddress, headers });
    sent.end(body);
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    return { response, body: await text(response) };
  };
}

function outcomeOf({ statusCode: status, headers }: IncomingMessage) {
  const retryAfter = headers["retry-after"];
  return { status, retryAfter: retryAfter === undefined ? undefined : Number(retryAfter) };
}

const csrfSchema = z.object({ csrfToken: z.string() });

/** Tries to sign in from another of this machine's loopback addresses, so that limits per address stay apart. */
export async function signInFrom(
  localAddress: string,
  url: string,
  { forwardedFor, cookie, ...credentials }: SignInTry,
): Promise<SignInAnswer> {
  const send = senderFrom(localAddress, url);
  const csrf = await send("GET", "/api/auth/csrf", {});
  const { csrfToken } = csrfSchema.parse(JSON.parse(csrf.body));
  const form = new URLSearchParams({ csrfToken, ...credentials }).toString();
  const { response } = await send(
    "POST",
    "/api/auth/callback/credentials",
    {
      cookie: [cookie, ...(csrf.response.headers["set-cookie"] ?? []).map((set) => set.split(";")[0])]
        .filter(Boolean)
        .join("; "),
      "content-type": "application/x-www-form-urlencoded",
      ...(forwardedFor && { "x-forwarded-for": forwardedFor }),
    },
    form,
  );
  return {
    ...outcomeOf(response),
    hasSession: (response.headers["set-cookie"] ?? []).some((cookie) => cookie.includes("session-token=")),
  };
}
