import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { expect, test } from "./fixtures";
import { open, tabTo } from "./steps";

const CATALOG = "/settings/api/events";
const ORDER = {
  type: "order.shipped",
  group: "Warehouse",
  description: "A parcel left the warehouse.",
  schema: { type: "object", properties: { orderId: { type: "string" } }, required: ["orderId"] },
  sample: { orderId: "A-1042" },
};

test("an event is found by the keyboard, explained, and sent as a test", async ({
  page,
  signIn,
  api,
  receiver,
}) => {
  await api.call(createSubscriptionEndpoint, {
    body: { name: "Orders", targetUrl: `${receiver.url}/hook`, eventTypes: ["ticket.*"] },
  });
  await signIn();
  await open(page, CATALOG);
  await tabTo(page, page.getByRole("searchbox", { name: "Search events" }));
  await page.keyboard.type("comment");
  const link = page.getByRole("link", { name: "ticket.comment_added" });
  await expect(page.getByRole("navigation", { name: "Event types" }).getByRole("link")).toHaveCount(1);
  await page.keyboard.press("ArrowDown");
  await expect(link).toBeFocused();
  await page.keyboard.press("Enter");

  await expect(page.getByRole("heading", { level: 2, name: "ticket.comment_added" })).toBeVisible();
  await expect(page).toHaveURL(/\?.*event=ticket\.comment_added/);
  const fields = page.getByRole("table", { name: "Fields of ticket.comment_added" });
  const inner = fields.getByRole("button", { name: /^Fields of / }).first();
  await expect(inner).toHaveAttribute("aria-expanded", "false");
  const rows = await fields.getByRole("row").count();
  await inner.click();
  await expect(inner).toHaveAttribute("aria-expanded", "true");
  expect(await fields.getByRole("row").count()).toBeGreaterThan(rows);

  const sample = page.getByRole("region", { name: "Sample delivery" });
  await expect(sample).toContainText("x-replify-signature");
  await sample.getByRole("combobox", { name: "Format of the sample" }).selectOption("Replicer");
  await expect(sample).toContainText("x-replicer-signature");

  await page.getByRole("button", { name: "Send test" }).click();
  await page.getByRole("menuitem", { name: "Orders" }).click();
  const dialog = page.getByRole("dialog", { name: "Send test event" });
  await expect(dialog.getByLabel("Event", { exact: true })).toHaveValue("ticket.comment_added");
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  expect((await receiver.waitFor(() => true)).headers["x-replify-event"]).toBe("ticket.comment_added");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Subscribed by 1" }).click();
  await expect(page.getByRole("row", { name: /Orders/ })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 2, name: "ticket.comment_added" })).toBeVisible();
});

test("an admin adds, changes, deprecates and deletes an event type", async ({
  page,
  signIn,
  api,
  expectedConsoleErrors,
}) => {
  // The browser itself reports every answer of 400 and above.
  expectedConsoleErrors.push(/422.*\/api\/v1\/event-types/, /404.*\/api\/v1\/event-types/);
  await signIn();
  await open(page, CATALOG);
  await page.getByRole("link", { name: "Add event type" }).click();
  await page.getByLabel("Name", { exact: true }).fill(ORDER.type);
  await page.getByLabel("Description").fill(ORDER.description);
  await page.getByLabel("Group").fill(ORDER.group);
  await page.getByLabel("JSON Schema").fill('{"type": "objekt"}');
  await page.getByLabel("Sample").fill("{]");
  await page.getByRole("button", { name: "Add event type" }).click();
  await expect(page.getByLabel("Sample")).toHaveAccessibleDescription(/Not valid JSON/);
  await page.getByLabel("Sample").fill(JSON.stringify(ORDER.sample));
  await page.getByRole("button", { name: "Add event type" }).click();
  await expect(page.getByLabel("JSON Schema")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("JSON Schema").fill(JSON.stringify(ORDER.schema));
  await page.getByRole("button", { name: "Add event type" }).click();

  await expect(page.getByRole("heading", { level: 2, name: ORDER.type })).toBeVisible();
  expect(Object((await api.get(`/api/v1/event-types/${ORDER.type}`)).body)).toMatchObject(ORDER);
  await expect(page.getByRole("navigation", { name: "Event types" })).toContainText(ORDER.group);
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByLabel("Description").fill("A parcel is on its way.");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Changes saved")).toBeVisible();
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: ORDER.type }).click();
  await expect(page.getByText("A parcel is on its way.")).toBeVisible();

  await page.getByRole("button", { name: "Deprecate" }).click();
  await expect(page.getByText("New subscriptions should use another event.")).toBeVisible();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete event type" }).click();
  await expect(page.getByRole("alertdialog")).toBeHidden();
  await expect(page.getByRole("link", { name: ORDER.type })).toBeHidden();
  expect((await api.get(`/api/v1/event-types/${ORDER.type}`)).status).toBe(404);
});

test("others read the catalog, are told who can change it, and what a wrong link means", async ({
  page,
  signIn,
  api,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/404.*\/api\/v1\/event-types/);
  expect((await api.post("/api/v1/event-types", ORDER)).status).toBe(201);
  await signIn({ role: "viewer" });
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, CATALOG);
  await expect(page.getByText("Only an admin can add or change event types.")).toBeVisible();
  await page.getByRole("link", { name: ORDER.type }).click();
  await expect(page.getByRole("heading", { level: 2, name: ORDER.type })).toBeFocused();
  await expect(page.getByRole("searchbox", { name: "Search events" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Delete" })).toBeHidden();
  await page.getByRole("button", { name: "All events" }).click();
  await page.getByRole("searchbox", { name: "Search events" }).fill("no such thing");
  await page.getByRole("button", { name: "Show all events" }).click();
  await expect(page.getByRole("link", { name: ORDER.type })).toBeVisible();

  await open(page, `${CATALOG}?event=order.lost`);
  await expect(page.getByText("There is no event order.lost")).toBeVisible();
  await open(page, `${CATALOG}/new`);
  await expect(page.getByText("You can't add event types")).toBeVisible();
});
