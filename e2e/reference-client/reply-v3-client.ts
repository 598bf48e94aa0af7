/** A client of Reply's webhooks, written from its documentation alone: it knows nothing of who answers. */

export interface ReplyAnswer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

export interface ReplyWebhookRequest {
  targetUrl: string;
  eventTypes: string[];
  secret?: string;
  subscriptionLevel?: "sequence" | "account" | "team" | "organization";
  sequenceIds?: number[] | null;
  teamIds?: number[] | null;
  accountId?: number | null;
  organizationId?: number | null;
}

export interface ReplyWebhookView {
  id: string;
  targetUrl: string;
  eventTypes: string[];
  isActive: boolean;
  createdAt: string;
  updatedAt: string;
  secret?: string | null;
  attempt?: number;
  subscriptionLevel?: string;
  sequenceIds?: number[];
  teamIds?: number[];
  accountId?: number;
  organizationId?: number;
}

/** The body of a delivery. */
export interface ReplyWebhookEventView {
  event: { id: string; type: string; timestamp: string };
  subscription: { id: string; workspaceId: number };
  payload: { contact?: unknown; sequence?: unknown; customFields?: unknown; data: unknown };
  attempt: number;
}

/** What such a client makes of a refusal. */
export interface ReplyRefusal {
  message?: string;
  error?: string;
  code?: string;
  errors?: { pointer: string; detail: string }[];
}

export class ReplyV3Client {
  readonly #baseUrl: string;
  readonly #apiKey: string;

  /** `baseUrl` ends in `/v3`. */
  constructor(baseUrl: string, apiKey: string) {
    this.#baseUrl = baseUrl;
    this.#apiKey = apiKey;
  }

  createWebhook(body: ReplyWebhookRequest) {
    return this.call<ReplyWebhookView & ReplyRefusal>("POST", "/webhooks", body);
  }

  listWebhooks(query = "") {
    return this.call<ReplyWebhookView[]>("GET", `/webhooks${query}`);
  }

  getWebhook(id: string) {
    return this.call<ReplyWebhookView & ReplyRefusal>("GET", `/webhooks/${id}`);
  }

  replaceWebhook(id: string, body: ReplyWebhookRequest & { isActive?: boolean }) {
    return this.call<ReplyWebhookView & ReplyRefusal>("PUT", `/webhooks/${id}`, body);
  }

  updateWebhook(id: string, body: Partial<ReplyWebhookRequest> & { isActive?: boolean }) {
    return this.call<ReplyWebhookView & ReplyRefusal>("PATCH", `/webhooks/${id}`, body);
  }

  deleteWebhook(id: string) {
    return this.call<null>("DELETE", `/webhooks/${id}`);
  }

  listWebhookEvents(query = "") {
    return this.call<ReplyWebhookEventView[]>("GET", `/webhook-events${query}`);
  }

  getWebhookEvent(eventId: string) {
    return this.call<ReplyWebhookEventView>("GET", `/webhook-events/${eventId}`);
  }

  async call<Body>(method: string, path: string, body?: unknown): Promise<ReplyAnswer<Body>> {
    const response = await fetch(this.#baseUrl + path, {
      method,
      headers: { "X-API-Key": this.#apiKey, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    // As documented; the tests look at it field by field.
    const parsed = (text ? JSON.parse(text) : null) as Body;
    return { status: response.status, headers: response.headers, body: parsed };
  }
}
