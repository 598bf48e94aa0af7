import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import * as z from "zod";

interface SignInTry {
  email: string;
  password: string;
  forwardedFor?: string;
  cookie?: string;
}

interface SignInAnswer {
  status: number | undefined;
  retryAfter: number | undefined;
  hasSession: boolean;
}

const csrfSchema = z.object({ csrfToken: z.string() });

/** Tries to sign in from another of this machine's loopback addresses, so that limits per address stay apart. */
export async function signInFrom(
  localAddress: string,
  url: string,
  { forwardedFor, cookie, ...credentials }: SignInTry,
): Promise<SignInAnswer> {
  const { port } = new URL(url);
  const send = async (method: string, path: string, headers: Record<string, string>, body?: string) => {
    const sent = request({ host: "127.0.0.1", port, method, path, localAddress, headers });
    sent.end(body);
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    return { response, body: await text(response) };
  };
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
  const retryAfter = response.headers["retry-after"];
  return {
    status: response.statusCode,
    retryAfter: retryAfter === undefined ? undefined : Number(retryAfter),
    hasSession: (response.headers["set-cookie"] ?? []).some((cookie) => cookie.includes("session-token=")),
  };
}
