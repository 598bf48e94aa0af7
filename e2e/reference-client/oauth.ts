/** How a companion app is connected: OAuth 2.0 for public clients (RFC 6749, 7636, 8252, 8414, 8628, 9207), on `fetch` alone. */

export interface App {
  /** Where the desk is: `https://desk.example`. */
  issuer: string;
  clientId: string;
  /** Asked for; all that the app may ask for unless told. */
  scope?: string;
}

export interface Server {
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
  device_authorization_endpoint: string;
  revocation_endpoint: string;
}

export interface Tokens {
  accessToken: string;
  refreshToken: string;
  /** In milliseconds, by our own clock. */
  expiresAt: number;
}

/** The protocol's own words for what went wrong. */
export class OAuthError extends Error {
  constructor(
    readonly code: string,
    description = "",
  ) {
    super(`${code}: ${description}`);
  }
}

export async function discover({ issuer }: App): Promise<Server> {
  const response = await fetch(new URL("/.well-known/oauth-authorization-server", issuer));
  if (!response.ok) throw new Error(`The desk does not describe itself: ${response.status}`);
  const server: Server = await response.json();
  // Whoever answers for another issuer would get its codes.
  if (server.issuer !== issuer) throw new Error(`${issuer} calls itself ${server.issuer}`);
  return server;
}

/** What to keep until the customer comes back; `state` tells that it is the same browser, `verifier` that it is the same app. */
export interface Attempt {
  url: string;
  state: string;
  verifier: string;
  redirectUri: string;
}

/** Where to send the customer's browser. */
export async function beginSignIn(app: App, server: Server, redirectUri: string): Promise<Attempt> {
  const [state, verifier] = [randomText(), randomText()];
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const url = new URL(server.authorization_endpoint);
  const query = {
    response_type: "code",
    client_id: app.clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: "S256",
    ...(app.scope && { scope: app.scope }),
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return { url: url.href, state, verifier, redirectUri };
}

/** `returned` is the address that the browser came back to. */
export async function finishSignIn(
  app: App,
  server: Server,
  { attempt, returned }: { attempt: Attempt; returned: string },
): Promise<Tokens> {
  const answer = new URL(returned).searchParams;
  if (answer.get("state") !== attempt.state) throw new Error("This is the answer to another sign-in.");
  if (answer.get("iss") !== server.issuer) throw new Error("This is the answer of another server.");
  const error = answer.get("error");
  if (error) throw new OAuthError(error, answer.get("error_description") ?? undefined);
  return requestTokens(app, server, {
    grant_type: "authorization_code",
    code: answer.get("code") ?? "",
    redirect_uri: attempt.redirectUri,
    code_verifier: attempt.verifier,
  });
}

export interface DeviceCode {
  device_code: string;
  /** What the customer types at `verification_uri`. */
  user_code: string;
  verification_uri: string;
  verification_uri_complete?: string;
  expires_in: number;
  interval?: number;
}

/** For where no redirect leads; `site` is what the customer is told of it. */
export async function beginDevice(app: App, server: Server, site: string): Promise<DeviceCode> {
  const body = { client_id: app.clientId, site, ...(app.scope && { scope: app.scope }) };
  return post(server.device_authorization_endpoint, body);
}

/** Asks until the customer has decided. */
export async function pollDevice(
  app: App,
  server: Server,
  { device_code, interval = 5 }: DeviceCode,
  wait: (seconds: number) => Promise<void> = sleep,
): Promise<Tokens> {
  let seconds = interval;
  for (;;) {
    await wait(seconds);
    try {
      const grant_type = "urn:ietf:params:oauth:grant-type:device_code";
      return await requestTokens(app, server, { grant_type, device_code });
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      if (error.code === "slow_down") seconds += 5;
      else if (error.code !== "authorization_pending") throw error;
    }
  }
}

export function refresh(app: App, server: Server, refreshToken: string): Promise<Tokens> {
  return requestTokens(app, server, { grant_type: "refresh_token", refresh_token: refreshToken });
}

export async function revoke(app: App, server: Server, token: string): Promise<void> {
  await post(server.revocation_endpoint, { client_id: app.clientId, token });
}

async function requestTokens(app: App, server: Server, grant: Record<string, string>): Promise<Tokens> {
  const answer = await post<{ access_token: string; refresh_token: string; expires_in: number }>(
    server.token_endpoint,
    { client_id: app.clientId, ...grant },
  );
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    expiresAt: Date.now() + answer.expires_in * 1000,
  };
}

/** A form goes in, JSON comes out, or nothing. */
async function post<Answer>(url: string, form: Record<string, string>): Promise<Answer> {
  const response = await fetch(url, { method: "POST", body: new URLSearchParams(form) });
  const text = await response.text();
  const answer = text === "" ? undefined : JSON.parse(text);
  if (!response.ok) throw new OAuthError(answer?.error ?? String(response.status), answer?.error_description);
  return answer;
}

function randomText(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
