import * as z from "zod";
import { signInByPassword } from "./password-sign-in";

const eventTypesSchema = z.object({
  data: z.array(z.object({ type: z.string(), sample: z.record(z.string(), z.unknown()) })),
});

export interface DemoClient {
  subscribe(name: string, targetUrl: string, eventTypes: string[]): Promise<void>;
  /** Publishes a random event type's sample. */
  publishSample(): Promise<void>;
}

/** Signs in over HTTP as any script would, and works with a token from then on. */
export async function signInToDemo(url: string, email: string, password: string): Promise<DemoClient> {
  const cookie = await signInByPassword(url, { email, password });
  const created = await post(
    `${url}/api/v1/tokens`,
    { cookie },
    {
      name: "Demo traffic",
      scopes: ["events:write", "subscriptions:write"],
    },
  );
  const { token } = z.object({ token: z.string() }).parse(created);
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/api/v1/event-types`, { headers });
  const { data: types } = eventTypesSchema.parse(await response.json());
  return {
    async subscribe(name, targetUrl, eventTypes) {
      await post(`${url}/api/v1/subscriptions`, headers, { name, targetUrl, eventTypes });
    },
    async publishSample() {
      const chosen = types[Math.floor(Math.random() * types.length)];
      if (chosen) await post(`${url}/api/v1/events`, headers, { type: chosen.type, data: chosen.sample });
    },
  };
}

async function post(url: string, headers: Record<string, string>, body: object): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
