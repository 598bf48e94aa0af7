import { listDeliveriesEndpoint } from "@/features/deliveries/contract";
import { publishEventsEndpoint } from "@/features/events/contract";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { updateUserEndpoint } from "@/features/team/contract";
import type { Api } from "../api";
import { signInAs } from "../api-world";
import { expect } from "../fixtures";
import { attack } from "./attack";

const SUBSCRIPTIONS = "/api/v1/subscriptions";
const TARGET = "https://example.com/hook";
const PHONE = "+15550142";
const SECRET = "hook-s3cret-4711";

attack(
  {
    attempt: "a token that may subscribe, but not read customers, asks for them",
    expected: "403 names the scope",
  },
  async ({ api, apiWith }) => {
    const thief = await apiWith({ scopes: ["subscriptions:write", "tickets:read"] });
    const refused = { status: 403, body: { missingScope: "customers:read" } };
    const create = (eventTypes: string[]) => thief.post(SUBSCRIPTIONS, { targetUrl: TARGET, eventTypes });
    expect(await create(["client.*"])).toMatchObject(refused);
    expect(await create(["*"])).toMatchObject({ status: 403 });

    const { id: narrow } = await subscribe(thief, ["ticket.*"]);
    const { id: wide } = await subscribe(api, ["client.*"]);
    const change = (id: string, body: object) => thief.patch(`${SUBSCRIPTIONS}/${id}`, body);
    expect(await change(narrow, { eventTypes: ["ticket.*", "client.created"] })).toMatchObject(refused);
    expect(await change(wide, { targetUrl: "https://evil.example/" })).toMatchObject(refused);
    expect(await change(wide, { name: "Renamed" })).toMatchObject({ status: 200 });
  },
);

attack(
  {
    attempt: "a token for events and deliveries looks for a customer's phone",
    expected: "no payload, no search",
  },
  async ({ api, apiWith }) => {
    await subscribe(api, ["*"]);
    await api.call(publishEventsEndpoint, { body: { type: "client.created", data: { phone: PHONE } } });
    const { data } = await api.call(listDeliveriesEndpoint, { query: {} });
    const thief = await apiWith({ scopes: ["events:read", "deliveries:read", "subscriptions:read"] });
    for (const path of [
      "/api/v1/events",
      `/api/v1/events/${data[0]?.eventId}`,
      `/api/v1/events/${data[0]?.eventId}/trace`,
      `/api/v1/deliveries/${data[0]?.id}`,
      `/api/v1/deliveries?q=${encodeURIComponent(PHONE)}`,
    ]) {
      const reply = await thief.get(path);
      expect(reply.status, path).toBe(200);
      expect(reply.text, path).not.toContain(PHONE);
    }
    expect(await thief.get(`/api/v1/deliveries/${data[0]?.id}`)).toMatchObject({
      body: { payload: null, withheld: { missingScope: "customers:read" } },
    });
  },
);

attack(
  {
    attempt: "a viewer reads the secret in a target's query, or searches for it",
    expected: "masked, not found",
  },
  async ({ api, person }) => {
    const { id } = await subscribe(api, ["subscription.*"], `${TARGET}?key=${SECRET}`);
    const { api: viewer } = await signInAs(await person({ role: "viewer" }));
    for (const path of [SUBSCRIPTIONS, `${SUBSCRIPTIONS}/${id}`]) {
      const reply = await viewer.get(path);
      expect(reply.text).toContain("?key=••••");
      expect(reply.text).not.toContain(SECRET);
    }
    expect((await viewer.get(`${SUBSCRIPTIONS}?q=hook-s3`)).body).toMatchObject({ data: [] });
    expect((await api.get(`${SUBSCRIPTIONS}/${id}`)).text).toContain(SECRET);
    expect((await api.get("/api/v1/audit-log")).text).not.toContain(SECRET);
  },
);

attack(
  { attempt: "an owner keeps receiving after losing their role", expected: "held, and nothing arrives" },
  async ({ api, apiWith, person, receiver }) => {
    const [owner, admin] = [await person({ role: "developer" }), await person()];
    const { id } = await subscribe(await apiWith({ user: owner }), ["ticket.*"], `${receiver.url}/hook`);
    const { api: office } = await signInAs(admin);
    await office.call(updateUserEndpoint, { params: { id: owner.id }, body: { role: "viewer" } });
    await api.call(publishEventsEndpoint, { body: { type: "ticket.created", data: { subject: "Fire" } } });
    expect((await api.get(`${SUBSCRIPTIONS}/${id}/deliveries`)).body).toMatchObject({
      data: [{ status: "held", heldReason: "owner" }],
    });
    expect((await api.post(`${SUBSCRIPTIONS}/${id}/test`, {})).status).toBe(409);
    expect(receiver.requests).toEqual([]);
  },
);

attack(
  { attempt: "a subscription names another organization's team or user", expected: "422 at the field" },
  async ({ api }) => {
    for (const [field, value, path] of [
      ["teamIds", [2_000_000_000], "teamIds.0"],
      ["accountId", 2_000_000_000, "accountId"],
    ] as const) {
      const reply = await api.post(SUBSCRIPTIONS, { targetUrl: TARGET, eventTypes: ["*"], [field]: value });
      expect(reply).toMatchObject({ status: 422, body: { issues: [{ path }] } });
    }
  },
);

function subscribe(api: Api, eventTypes: string[], targetUrl = TARGET): Promise<{ id: string }> {
  return api.call(createSubscriptionEndpoint, { body: { targetUrl, eventTypes } });
}
