import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase, database } from "@/db/client";
import { createOrganization } from "@/db/factories";
import { events } from "@/db/schema";
import { createWorld, type World } from "@/e2e/api-world";
import { LocalApi } from "@/e2e/local-api";
import { PUBLIC_PAYLOADS } from "@/e2e/public-payloads";

const ALL = Object.entries(PUBLIC_PAYLOADS);

let world: World;

beforeAll(async () => {
  world = await createWorld(await createOrganization(), LocalApi);
  const json = { targetUrl: "https://receiver.example/hook", eventTypes: ["*"] };
  await world.api.request("POST", "/api/v1/subscriptions", { json });
});

afterAll(closeDatabase);

test("there are twelve", () => expect(ALL).toHaveLength(12));

test.each(ALL)(
  "%s in the shape that its public documentation shows is taken, matched and kept to the digit",
  async (type, data) => {
    const raw = `{"type":"${type}","data":${data}}`;
    const { status, text, body } = await world.api.request("POST", "/api/v1/events", { raw });
    expect(status, text).toBe(202);
    expect(body).toMatchObject({ type, deliveries: 1 });
    const { id } = Object(body);
    const [row] = await database().select({ data: events.data }).from(events).where(eq(events.id, id));
    expect(row?.data).toBe(data);
    const shown = await world.api.request("GET", `/api/v1/events/${id}`);
    expect(shown.text).toContain(`"data":${data}`);
  },
);

test("all of them at once", async () => {
  const raw = `{"events":[${ALL.map(([type, data]) => `{"type":"${type}","data":${data}}`).join(",")}]}`;
  const { status, text, body } = await world.api.request("POST", "/api/v1/events", { raw });
  expect(status, text).toBe(202);
  const stored = await Promise.all(
    Object(body).data.map(async ({ id }: { id: string }) => {
      const [row] = await database().select({ data: events.data }).from(events).where(eq(events.id, id));
      return row?.data;
    }),
  );
  expect(stored).toEqual(ALL.map(([, data]) => data));
});
