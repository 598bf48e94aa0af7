import { createHmac } from "node:crypto";
import { Agent, request } from "undici";
import { wallClockMs } from "../clock";
import type { Installation } from "./installation";

export const CONNECTIONS = 32;
const TEXT = "a".repeat(400);
/** The answer of a build that is older than one of the settings. */
const UNKNOWN_SETTING = "Unknown field";

/** Where signed requests are sent. */
interface Webhook {
  url: string;
  secret: string;
}

/** Publishes and asks for /healthz as one program would, over connections that stay open. */
export interface Client {
  publish(type: string): Promise<void>;
  publishBatch(type: string, size: number): Promise<void>;
  askHealth(): Promise<void>;
  /** Undefined where the build does not know all of the settings. */
  createWebhook(settings: object): Promise<Webhook | undefined>;
  send(webhook: Webhook): Promise<void>;
  close(): Promise<void>;
}

export function createClient({ port, headers }: Installation): Client {
  const agent = new Agent({ connections: CONNECTIONS, pipelining: 1 });
  const url = `http://127.0.0.1:${port}`;
  const post = async (json: object) => {
    const { statusCode, body } = await request(`${url}/api/v1/events`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(json),
      dispatcher: agent,
    });
    await body.dump();
    if (statusCode !== 202) throw new Error(`publishing answered ${statusCode}`);
  };
  let sent = 0;
  return {
    async createWebhook(settings) {
      const { statusCode, body } = await request(`${url}/api/v1/incoming-webhooks`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify({ name: "Bench", action: "create_ticket", ...settings }),
        dispatcher: agent,
      });
      const text = await body.text();
      if (statusCode === 422 && text.includes(UNKNOWN_SETTING)) return undefined;
      if (statusCode !== 201) throw new Error(`creating a webhook answered ${statusCode}: ${text}`);
      const made: Webhook = JSON.parse(text);
      return { url: url + new URL(made.url).pathname, secret: made.secret };
    },
    async send(webhook) {
      const text = JSON.stringify(payload(++sent));
      const { statusCode, body } = await request(webhook.url, {
        method: "POST",
        headers: { "content-type": "application/json", ...signatureOf(webhook, text) },
        body: text,
        dispatcher: agent,
      });
      await body.dump();
      if (statusCode !== 202) throw new Error(`a signed request was answered ${statusCode}`);
    },
    publish: (type) => post(event(type)),
    publishBatch: (type, size) => post({ events: Array.from({ length: size }, () => event(type)) }),
    async askHealth() {
      const { body } = await request(`${url}/healthz`, { dispatcher: agent });
      await body.dump();
    },
    close: () => agent.close(),
  };
}

function event(type: string) {
  return { type, data: { subject: "Printer on fire", body: TEXT, sentAt: wallClockMs() } };
}

function signatureOf({ secret }: Webhook, text: string): Record<string, string> {
  const at = String(Math.floor(Date.now() / 1000));
  const signature = createHmac("sha256", secret).update(`${at}.${text}`).digest("hex");
  return { "x-replify-timestamp": at, "x-replify-signature": `sha256=${signature}` };
}

/** About a kilobyte, with the action's own fields beside those that a template picks. */
function payload(id: number) {
  const title = `Printer ${id} on fire`;
  const labels = ["bug", "printer", "office"].map((name) => ({ name, color: "d73a4a" }));
  return {
    subject: title,
    body: TEXT,
    action: "opened",
    level: "error",
    issue: { id, title, body: `<p>It burns, ${TEXT}</p>`, labels },
  };
}
