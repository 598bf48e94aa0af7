import { type App, OAuthError, refresh, revoke, type Server, type Tokens } from "./oauth";

/** Where an app keeps its tokens between two runs: as safe as a password, one place for all of its processes. */
export interface TokenStore {
  read(): Promise<Tokens | null>;
  write(tokens: Tokens | null): Promise<void>;
}

interface FiledTicket {
  id: string;
  number: number;
  findings: { severity: string; code: string; message: string }[];
  leftOut: number;
}

interface Ticket {
  id: string;
  number: number;
  subject: string;
  status: string;
}

interface Answer {
  id: string;
  author: { type: "customer" | "support"; name: string };
  body: string;
}

interface Page<Item> {
  data: Item[];
  nextCursor: string | null;
}

/** The customer has to connect again: what the app held is worth nothing any more. */
export class DisconnectedError extends Error {}

/** Refreshed shortly before the end, as a call takes its time. */
const EARLY_MS = 30_000;
const TICKETS = "/api/v1/troubleshooter/tickets";

/** A connected app's calls for its customer. */
export class SupportClient {
  #refreshing: Promise<Tokens> | undefined;

  constructor(
    private readonly app: App,
    private readonly server: Server,
    private readonly store: TokenStore,
  ) {}

  /** `report` holds what the site tells of itself, e.g. `{ siteHealth: {…} }`. The key makes a repeat safe after a lost answer. */
  fileTicket(
    ticket: { subject: string; description: string },
    report: Record<string, unknown> = {},
    key: string = crypto.randomUUID(),
  ): Promise<FiledTicket> {
    return this.#call("POST", TICKETS, { body: { ...ticket, ...report }, key });
  }

  async listTickets(): Promise<Ticket[]> {
    return this.#all(TICKETS);
  }

  async readAnswers(ticketId: string): Promise<Answer[]> {
    return this.#all(`${TICKETS}/${ticketId}/comments`);
  }

  answer(ticketId: string, body: string, key: string = crypto.randomUUID()): Promise<Answer> {
    return this.#call("POST", `${TICKETS}/${ticketId}/comments`, { body: { body }, key });
  }

  /** Ends the session at the desk, and forgets it here. */
  async disconnect(): Promise<void> {
    const tokens = await this.store.read();
    await this.store.write(null);
    if (tokens) await revoke(this.app, this.server, tokens.refreshToken);
  }

  async #all<Item>(path: string): Promise<Item[]> {
    const items: Item[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`;
      const page: Page<Item> = await this.#call("GET", path + query);
      items.push(...page.data);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return items;
  }

  async #call<Result>(
    method: string,
    path: string,
    sent: { body?: unknown; key?: string } = {},
  ): Promise<Result> {
    const { accessToken } = await this.#fresh();
    const response = await this.#send(method, path, sent, accessToken);
    if (response.status !== 401) return readJson(response);
    // Shorter than it said, or revoked: one refresh tells which.
    const tokens = await this.#refresh(accessToken);
    return readJson(await this.#send(method, path, sent, tokens.accessToken));
  }

  #send(
    method: string,
    path: string,
    { body, key }: { body?: unknown; key?: string },
    accessToken: string,
  ): Promise<Response> {
    return fetch(new URL(path, this.server.issuer), {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
        ...(key && { "idempotency-key": key }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  async #fresh(): Promise<Tokens> {
    const tokens = await this.#stored();
    return tokens.expiresAt - EARLY_MS > Date.now() ? tokens : this.#refresh(tokens.accessToken);
  }

  async #stored(): Promise<Tokens> {
    const tokens = await this.store.read();
    if (tokens) return tokens;
    throw new DisconnectedError("The customer has not connected this app.");
  }

  /** One at a time: a refresh token works once, and using it twice ends the session. */
  #refresh(staleAccessToken: string): Promise<Tokens> {
    this.#refreshing ??= this.#exchange(staleAccessToken).finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #exchange(staleAccessToken: string): Promise<Tokens> {
    const stored = await this.#stored();
    // Somebody else was faster.
    if (stored.accessToken !== staleAccessToken) return stored;
    try {
      const tokens = await refresh(this.app, this.server, stored.refreshToken);
      await this.store.write(tokens);
      return tokens;
    } catch (error) {
      if (!(error instanceof OAuthError) || error.code !== "invalid_grant") throw error;
      await this.store.write(null);
      throw new DisconnectedError("The desk or the customer has ended the connection.");
    }
  }
}

async function readJson<Result>(response: Response): Promise<Result> {
  const body = await response.json();
  if (!response.ok) throw new Error(`${response.status} ${body.detail} (${body.requestId})`);
  return body;
}
