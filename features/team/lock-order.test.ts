import { beforeEach, expect, test } from "vitest";
import {
  createContext,
  createOrganization,
  createUser,
  type TestOrganization,
  type TestUser,
} from "@/db/factories";
import { atOnce } from "@/e2e/held-row";
import { getSubscription } from "@/features/subscriptions/queries";
import { createSubscriptionSchema } from "@/features/subscriptions/schema";
import { createSubscription, updateSubscription } from "@/features/subscriptions/service";
import { removeUser } from "@/features/team/removal";
import { updateUser } from "@/features/team/service";
import type { Context } from "@/lib/context";

let organization: TestOrganization;
let admin: TestUser;
let ctx: Context;

beforeEach(async () => {
  organization = await createOrganization();
  admin = await createUser(organization);
  ctx = createContext(admin);
});

async function subscriptionOf(owner: TestUser): Promise<string> {
  const input = { targetUrl: "https://receiver.example/hook", eventTypes: ["ticket.*"] };
  const { id } = await createSubscription(createContext(owner), createSubscriptionSchema.parse(input));
  return id;
}

test("two members who get each other's subscriptions don't wait in a circle", async () => {
  const [ada, grace] = [
    await createUser(organization, { role: "developer" }),
    await createUser(organization, { role: "developer" }),
  ];
  const [adas, graces] = [await subscriptionOf(ada), await subscriptionOf(grace)];
  await atOnce({ table: "subscriptions", column: "id", value: adas }, [
    () => updateUser(ctx, ada.id, { role: "admin", subscriptionsTo: grace.id }),
    () => updateUser(ctx, grace.id, { role: "admin", subscriptionsTo: ada.id }),
  ]);
  // The second takes over what the first had just handed on.
  const owners = await Promise.all(
    [adas, graces].map(async (id) => (await getSubscription(ctx, id)).createdBy.id),
  );
  expect(owners).toEqual([ada.id, ada.id]);
});

test("a subscription goes to an admin while its owner is removed", async () => {
  const owner = await createUser(organization, { role: "developer" });
  const id = await subscriptionOf(owner);
  await atOnce<unknown>({ table: "subscriptions", column: "id", value: id }, [
    () => updateSubscription(ctx, id, { ownerId: admin.id }),
    () => removeUser(ctx, owner.id, {}),
  ]);
  expect((await getSubscription(ctx, id)).createdBy.id).toBe(admin.id);
});
