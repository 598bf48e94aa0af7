import { Parser } from "@asyncapi/parser";
import { expect, test } from "vitest";
import { createOrganization } from "@/db/factories";
import { createWorld } from "@/e2e/api-world";
import { LocalApi } from "@/e2e/local-api";
import { EVENT_TYPES } from "@/features/event-catalog/names";

const ADDRESS = { type: "object", properties: { city: { type: "string" } } };

const ORDER = {
  type: "order:shipped",
  description: "A parcel left.",
  schema: {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "https://schemas.example/order",
    $defs: { address: ADDRESS },
    properties: {
      to: { $ref: "#/$defs/address" },
      sizes: { prefixItems: [{ type: "number" }], items: false },
    },
    dependentRequired: { to: ["sizes"] },
  },
  sample: { to: { city: "Toronto" }, sizes: [1.5] },
};

test("AsyncAPI's own parser finds nothing wrong, the organization's types included", async () => {
  const { api } = await createWorld(await createOrganization(), LocalApi);
  await api.request("POST", "/api/v1/event-types", { json: ORDER });
  const { status, text } = await api.get("/api/v1/asyncapi.json");
  expect(status, text.slice(0, 300)).toBe(200);
  const { document, diagnostics } = await new Parser().parse(text);
  // Only that 3.0 is not the latest version.
  expect(diagnostics.filter(({ code }) => code !== "asyncapi-latest-version")).toEqual([]);
  const channels = document?.channels().all() ?? [];
  expect(channels.map((channel) => channel.id())).toEqual([...EVENT_TYPES, "order:shipped"]);
  const [message] = channels.at(-1)?.messages().all() ?? [];
  expect(message?.headers()?.properties()).toHaveProperty("webhook-signature");
  const payload = message?.payload()?.json();
  expect(payload).toMatchObject({ schema: { properties: { data: { properties: { to: ADDRESS } } } } });
  expect(document?.operations().all()).toHaveLength(channels.length);
});

test("it is for those who are signed in", async () => {
  const { api } = await createWorld(await createOrganization(), LocalApi);
  const { status } = await api.request("GET", "/api/v1/asyncapi.json", { headers: { cookie: "" } });
  expect(status).toBe(401);
});
