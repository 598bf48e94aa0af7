import { publishEventsEndpoint } from "@/features/events/contract";
import { createSubscriptionEndpoint, getSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createTeamEndpoint } from "@/features/team/contract";
import { axeViolations } from "./axe";
import { expect, test } from "./fixtures";
import { copyAndClose, open } from "./steps";

const LIST = "/settings/api/event-subscriptions";
const TICKET = { type: "ticket.created", data: { subject: "Printer on fire" } };

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("scope and filter are chosen by keyboard, and show what they match", async ({
  page,
  signIn,
  api,
  apiAs,
}) => {
  const admin = await apiAs();
  const team = await admin.call(createTeamEndpoint, { body: { name: "Support" } });
  const events = ["high", "low"].map((priority) => ({
    ...TICKET,
    data: { ...TICKET.data, priority },
    teamId: team.id,
  }));
  await api.call(publishEventsEndpoint, { body: { events } });
  await signIn();
  await open(page, `${LIST}/new`);
  await page.getByLabel("Target URL").fill("https://example.com/hook");
  await page.getByRole("checkbox", { name: "ticket.created" }).check();

  await page.getByRole("button", { name: "Advanced" }).click();
  await page.getByRole("radio", { name: "Team" }).check();
  await expect(page.getByText("belong to a team, whichever it is")).toBeVisible();
  await page.getByRole("combobox", { name: "Teams" }).fill("sup");
  await expect(page.getByRole("option", { name: "Support" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByText("belong to Support.")).toBeVisible();
  const filter = page.getByRole("region", { name: "Filter" });
  await expect(filter.getByText("2 of the 2 events of the last 7 days would match.")).toBeVisible();

  await filter.getByRole("button", { name: "Add condition" }).focus();
  await page.keyboard.press("Enter");
  await expect(filter.getByLabel("Condition 1: field")).toBeFocused();
  await page.keyboard.type("priority");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("high");
  await expect(filter.getByText("1 of the 2 events of the last 7 days would match.")).toBeVisible();

  await filter.getByText("Would this event match?").click();
  await filter.getByLabel("Event", { exact: true }).fill('{"subject": "x", "priority": "low"}');
  await filter.getByRole("button", { name: "Check" }).click();
  await expect(filter.getByText("It would not match.")).toBeVisible();
  await expect(filter.getByText("priority is “high”: no")).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);

  await page.getByRole("button", { name: "Create subscription" }).click();
  await copyAndClose(page.getByRole("dialog", { name: "Subscription created" }), "Signing secret");
  await expect(page).toHaveURL(/\/event-subscriptions\/[\da-f-]{36}$/);
  await expect(page.getByText("priority is “high”")).toBeVisible();
  const id = page.url().split("/").at(-1) ?? "";
  expect(await api.call(getSubscriptionEndpoint, { params: { id } })).toMatchObject({
    subscriptionLevel: "team",
    teamIds: [team.id],
    filter: { all: [{ path: "priority", operator: "equals", value: "high" }] },
  });
});

test("what an edit takes away is said before it is saved", async ({ page, signIn, api, receiver }) => {
  receiver.behave("/held", { status: 500 });
  const { id } = await api.call(createSubscriptionEndpoint, {
    body: {
      targetUrl: `${receiver.url}/held`,
      eventTypes: ["ticket.created"],
      // Longer than the test, though the worker counts a hundred times as fast.
      retryPolicy: { delaysSeconds: [86_400] },
    },
  });
  await api.call(publishEventsEndpoint, { body: { events: [TICKET, TICKET] } });
  await signIn();
  await open(page, `${LIST}/${id}?tab=settings`);
  await page.getByRole("button", { name: "Add condition" }).click();
  await page.getByLabel("Condition 1: field").fill("priority");
  await page.getByLabel("Condition 1: operator").selectOption("exists");
  await page.getByLabel("Target URL").fill("https://example.com/hook");
  const save = page.getByRole("button", { name: "Save changes" });
  await save.click();

  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("Last 7 days: 2 → 0 deliveries.");
  await expect(dialog).toContainText("This type stops: ticket.created.");
  await expect(dialog).toContainText("2 waiting deliveries will go to the new URL.");
  expect(await axeViolations(page)).toEqual([]);
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(save).toBeFocused();
  expect(await api.call(getSubscriptionEndpoint, { params: { id } })).toMatchObject({ filter: null });

  await save.click();
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Changes saved")).toBeVisible();
  expect(await api.call(getSubscriptionEndpoint, { params: { id } })).toMatchObject({
    filter: { all: [{ path: "priority", operator: "exists" }] },
    targetUrl: "https://example.com/hook",
  });
});
