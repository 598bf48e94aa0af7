import { Agent, request } from "undici";
import { wallClockMs } from "../clock";
import type { Installation } from "./installation";

export const CONNECTIONS = 32;
const TEXT = "a".repeat(400);

/** Publishes and asks for /healthz as one program would, over connections that stay open. */
export interface Client {
  publish(type: string): Promise<void>;
  publishBatch(type: string, size: number): Promise<void>;
  askHealth(): Promise<void>;
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
  return {
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
