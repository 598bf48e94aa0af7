import { createHmac } from "node:crypto";
import * as z from "zod";
import { signInByPassword } from "./password-sign-in";

/** To write what there is to see, and to read what the subscriptions send. */
const SCOPES = [
  "events:write",
  "subscriptions:write",
  "incoming_webhooks:write",
  "tickets:write",
  "chats:write",
  "customers:write",
  "team:read",
];

const idSchema = z.object({ id: z.string() });
const webhookSchema = z.object({ id: z.string(), url: z.string(), secret: z.string() });
const sampleSchema = z.object({ type: z.string(), sample: z.record(z.string(), z.unknown()) });
const eventTypesSchema = z.object({ data: z.array(sampleSchema) });

type Sample = z.infer<typeof sampleSchema>;

/** What the desk itself says happened; nobody else may. */
const OF_THE_DESK = /^(ticket|chat|message|client|agent|subscription|audit)\./;

export interface DemoWebhook {
  url: string;
  secret: string;
}

export interface DemoClient {
  /** Who signed in, as assignees are named. */
  userId: number;
  subscribe(name: string, targetUrl: string, eventTypes: string[]): Promise<void>;
  /** A webhook that outside tools send to; its secret is known here alone. */
  addWebhook(input: object): Promise<DemoWebhook>;
  /** Creates something, e.g. at `/tickets`, and returns its id. */
  create(path: string, body: object): Promise<string>;
  /** Changes something, e.g. at `/tickets/<id>`. */
  update(path: string, body: object): Promise<void>;
  /** Samples of the event types that outside systems alone have. */
  samples: readonly Sample[];
  publish(sample: Sample): Promise<void>;
}

/** Signs in over HTTP as any script would, and works with a token from then on. */
export async function signInToDemo(url: string, email: string, password: string): Promise<DemoClient> {
  const api = `${url}/api/v1`;
  const cookie = await signInByPassword(url, { email, password });
  const created = await send("POST", `${api}/tokens`, { cookie }, { name: "Demo traffic", scopes: SCOPES });
  const { token } = z.object({ token: z.string() }).parse(created);
  const headers = { authorization: `Bearer ${token}` };
  const me = z.object({ user: z.object({ id: z.int() }) }).parse(await get(`${api}/me`, headers));
  const { data } = eventTypesSchema.parse(await get(`${api}/event-types`, headers));
  const create = async (path: string, body: object) =>
    idSchema.parse(await send("POST", `${api}${path}`, headers, body)).id;
  return {
    userId: me.user.id,
    create,
    samples: data.filter(({ type }) => !OF_THE_DESK.test(type)),
    async subscribe(name, targetUrl, eventTypes) {
      await create("/subscriptions", { name, targetUrl, eventTypes });
    },
    async addWebhook(input) {
      return webhookSchema.parse(await send("POST", `${api}/incoming-webhooks`, headers, input));
    },
    async update(path, body) {
      await send("PATCH", `${api}${path}`, headers, body);
    },
    async publish({ type, sample }) {
      await create("/events", { type, data: sample });
    },
  };
}

/** Calls an incoming webhook as the outside tool behind it would; with a wrong secret it is refused, which is an answer, too. */
export async function sendSigned(
  { url, secret }: DemoWebhook,
  payload: object,
  scheme: "replify" | "github",
): Promise<{ ticketId?: string | undefined }> {
  const body = JSON.stringify(payload);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const sign = (text: string) => `sha256=${createHmac("sha256", secret).update(text).digest("hex")}`;
  const headers: Record<string, string> =
    scheme === "github"
      ? {
          "x-github-event": "issues",
          "x-github-delivery": crypto.randomUUID(),
          "x-hub-signature-256": sign(body),
        }
      : { "x-replify-timestamp": timestamp, "x-replify-signature": sign(`${timestamp}.${body}`) };
  const response = await fetch(url, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json", "user-agent": "Demo-Sender/1.0" },
    body,
  });
  const answer = z.object({ ticketId: z.string().optional() }).safeParse(await response.json());
  return answer.data ?? {};
}

async function get(url: string, headers: Record<string, string>): Promise<unknown> {
  return (await fetch(url, { headers })).json();
}

async function send(
  method: "POST" | "PATCH",
  url: string,
  headers: Record<string, string>,
  body: object,
): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
