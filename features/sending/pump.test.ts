import { expect, test } from "vitest";
import {
  ctx,
  receiver,
  subscribe,
  TICKET,
  withOwnDatabaseAndReceiver,
} from "@/features/deliveries/test-set-up";
import { publishEvents, storeEvents } from "@/features/events/publish";
import { startSending, stopDeliveries } from "@/features/sending/pump";

withOwnDatabaseAndReceiver();

test("what waits for its subscription's limit goes out when a slot is free, whatever was claimed in between", async () => {
  await subscribe({ targetUrl: `${receiver.url}/slow`, maxInFlight: 1 });
  await subscribe({ targetUrl: `${receiver.url}/other`, eventTypes: ["chat.*"] });
  const answer = Promise.withResolvers<void>();
  receiver.behave("/slow", { until: answer.promise });
  const isSlow = ({ path }: { path: string }) => path === "/slow";

  await publishEvents(ctx, [TICKET, TICKET]);
  startSending();
  await receiver.waitFor(isSlow);
  await storeEvents(ctx, [{ type: "chat.started", data: {} }]);
  startSending();
  await receiver.waitFor(({ path }) => path === "/other");
  answer.resolve();
  expect(await receiver.waitForMany(2, isSlow)).toHaveLength(2);
  await stopDeliveries();
});
