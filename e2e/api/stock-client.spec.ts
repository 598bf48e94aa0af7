import { isAxiosError } from "axios";
import { OpenAPIClientAxios } from "openapi-client-axios";
import { env } from "@/lib/env";
import type { Api } from "../api";
import { expect, test } from "../fixtures";

test("a stock OpenAPI client subscribes, publishes and reads deliveries", async ({ api, receiver }) => {
  const call = await connect(api);

  const { status, data: subscription } = await call(
    "createSubscription",
    {},
    { name: "Stock client", targetUrl: `${receiver.url}/hook`, eventTypes: ["ticket.created"] },
  );
  expect(status).toBe(201);
  expect(subscription).toMatchObject({ status: "active", secret: expect.stringMatching(/^whsec_/) });

  const { data: event } = await call(
    "publishEvents",
    {},
    { type: "ticket.created", data: { subject: "Printer on fire" } },
  );
  expect(event).toMatchObject({ deliveries: 1 });
  const received = await receiver.waitFor(({ path }) => path === "/hook");

  const query = { subscriptionId: subscription.id, limit: 1 };
  await expect
    .poll(async () => (await call("listDeliveries", query)).data)
    .toMatchObject({ data: [{ eventId: event.id, status: "succeeded", lastStatusCode: 200 }] });
  const id = (await call("listDeliveries", query)).data.data[0].id;
  expect(id).toBe(received.headers["webhook-id"]);

  const { data: delivery } = await call("getDelivery", { id });
  expect(delivery.attempts).toMatchObject([{ number: 1, success: true }]);
  expect((await call("deleteSubscription", { id: subscription.id })).status).toBe(204);
});

test("a stock OpenAPI client reads the problem of a refused body", async ({ api }) => {
  const call = await connect(api);

  const error: unknown = await call("createSubscription", {}, { targetUrl: 7 }).catch(
    (reason: unknown) => reason,
  );

  expect(isAxiosError(error) && error.response).toMatchObject({
    status: 422,
    data: {
      code: "invalid",
      issues: expect.arrayContaining([{ path: "targetUrl", message: expect.any(String) }]),
    },
  });
});

/** A public client that knows nothing of us but the address of openapi.json; operations are called by name. */
async function connect(api: Api) {
  const client = await new OpenAPIClientAxios({
    definition: `${env.APP_URL}/api/v1/openapi.json`,
    axiosConfigDefaults: { headers: { ...api.headers } },
  }).init();
  return (operationId: string, parameters: Record<string, string | number>, body?: object) => {
    const operation = client[operationId];
    if (!operation) throw new Error(`openapi.json has no operation ${operationId}.`);
    return operation(parameters, body);
  };
}
