import { expect, test } from "vitest";
import { createOrganization } from "@/db/factories";
import { createWorld } from "@/e2e/api-world";
import { LocalApi } from "@/e2e/local-api";

async function worldApi() {
  return (await createWorld(await createOrganization(), LocalApi)).api;
}

test("samples are deliveries of the asked format, replify unless told", async () => {
  const api = await worldApi();
  const { status, body } = await api.get("/api/v1/event-types/ticket.created/samples");
  expect(status).toBe(200);
  expect(body).toMatchObject([{ event: "ticket.created", data: { subject: expect.any(String) } }]);
  const cloud = await api.get("/api/v1/event-types/email_replied/samples?format=cloudevents");
  expect(cloud.body).toMatchObject([{ specversion: "1.0", data: { contact: { lastName: "Haddad" } } }]);
  const reply = await api.get("/api/v1/event-types/email_replied/samples?format=reply_v3");
  expect(reply.body).toMatchObject([{ payload: { contact: {}, data: { replyMessageId: 915533 } } }]);
  const hook = await api.get("/api/v1/event-types/agent.deleted/samples?format=rest_hooks");
  expect(hook.body).toMatchObject([[{ agentid: 909 }], [{ agentid: 7 }]]);
});

test("what the desk sends in another shape comes second", async () => {
  const { body } = await (await worldApi()).get("/api/v1/event-types/client.created/samples");
  expect(body).toMatchObject([{ data: { clientId: 3350 } }, { data: { name: "Dana Whitfield" } }]);
});

test("types of one's own have theirs, to the digit", async () => {
  const api = await worldApi();
  const raw = '{"type":"order.shipped","description":"A parcel left.","schema":{},"sample":{"total":10.10}}';
  await api.request("POST", "/api/v1/event-types", { raw });
  expect((await api.get("/api/v1/event-types/order.shipped/samples")).text).toContain(
    '"data":{"total":10.10}',
  );
});

test("an unknown type or format is refused", async () => {
  const api = await worldApi();
  expect((await api.get("/api/v1/event-types/order.none/samples")).status).toBe(404);
  expect((await api.get("/api/v1/event-types/ticket.created/samples?format=xml")).status).toBe(422);
});

test("a name that no type can have is refused wherever one is given", async () => {
  const api = await worldApi();
  const target = { targetUrl: "https://receiver.example/hook", eventTypes: ["a\0b"] };
  const replies = await Promise.all([
    api.get("/api/v1/event-types/a%00b"),
    api.delete("/api/v1/event-types/a%00b"),
    api.get("/api/v1/event-types/a%00b/samples"),
    api.post("/api/v1/events", { type: "a\0b", data: {} }),
    api.post("/api/v1/subscriptions", target),
    api.post("/api/v1/subscriptions/preview", { eventTypes: target.eventTypes }),
    api.get("/api/v3/webhook-events?eventType=a%00b"),
    api.post("/api/v3/webhooks", target),
  ]);
  expect(replies.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 422, 400, 400]);
});
