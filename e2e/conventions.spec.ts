import type { Page } from "@playwright/test";
import { NAVIGATION } from "@/app/(admin)/navigation";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createTicketEndpoint } from "@/features/tickets/contract";
import { createTokenEndpoint } from "@/features/tokens/contract";
import { VIEWPORT } from "./accessible";
import { createWorld } from "./api-world";
import { expect, test } from "./fixtures";
import { open, pressSequence } from "./steps";

const PAGES = NAVIGATION.flatMap(({ items }) => items);
const API = "/settings/api";

test.setTimeout(180_000);
test.use({ viewport: VIEWPORT });

test("Shell: on every page a way past the navigation, one h1, a title of its own, and help in one place", async ({
  page,
  signIn,
}) => {
  await signIn();
  const helpAt = new Set<string>();
  for (const { href, label } of PAGES) {
    await open(page, href);
    await expect(page.getByRole("heading", { level: 1 }), href).toHaveCount(1);
    await expect(page, href).toHaveTitle(new RegExp(`^${label} · .*Replify$`));
    await expect(
      page.getByRole("navigation", { name: "Main" }).locator('[aria-current="page"]'),
      href,
    ).toContainText(label);
    const help = await page.getByRole("link", { name: "Help" }).boundingBox();
    helpAt.add(`${help?.x},${help?.y}`);

    const skip = page.getByRole("link", { name: "Skip to content" });
    await page.getByRole("heading", { level: 1 }).blur();
    await page.evaluate(() => getSelection()?.collapse(document.body, 0));
    await page.keyboard.press("Tab");
    await expect(skip, href).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main"), href).toBeFocused();
  }
  expect([...helpAt]).toHaveLength(1);
});

test("Live regions: two, empty, and in the first bytes of every page", async ({ page, signIn }) => {
  await signIn();
  for (const { href } of PAGES) {
    const html = await (await page.request.get(href)).text();
    expect(html, href).toMatch(/<div id="live-region-polite"[^>]*><\/div>/);
    expect(html, href).toMatch(/<div id="live-region-assertive"[^>]*><\/div>/);
  }
});

test("Keys: each page of the navigation has its own two, and none works while one types", async ({
  page,
  signIn,
}) => {
  await signIn();
  await open(page, "/settings/profile");
  const keys = PAGES.map(({ hotkey }) => hotkey);
  expect(new Set(keys).size).toBe(PAGES.length);
  for (const { href, hotkey = "", label } of PAGES) {
    await pressSequence(page, hotkey.replace(" ", ""));
    await expect(page, hotkey).toHaveURL(new RegExp(`${href}$`));
    await expect(page.getByRole("heading", { level: 1 }), label).toBeFocused();
  }
  await open(page, "/tickets");
  await page.keyboard.press("/");
  const search = page.getByRole("searchbox").first();
  await expect(search).toBeFocused();
  await page.keyboard.type("gc");
  await expect(search).toHaveValue("gc");
  await expect(page).toHaveURL(/\/tickets\?q=gc$/);
});

test("List: a table with a caption, headers of columns, one that says how it is sorted, and a link in each row", async ({
  page,
  signIn,
  organization,
}) => {
  const { api } = await createWorld(organization);
  for (const name of ["One", "Two"]) {
    await api.call(createTokenEndpoint, { body: { name, scopes: ["tokens:read"] } });
    await api.call(createTicketEndpoint, { body: { subject: name } });
    await api.call(createSubscriptionEndpoint, {
      body: { name, targetUrl: "http://127.0.0.1:9999/hook", eventTypes: ["ticket.created"] },
    });
  }
  await signIn();
  for (const path of ["/tickets", `${API}/tokens`, "/settings/audit-log", `${API}/event-subscriptions`]) {
    await open(page, path);
    const table = page.getByRole("table");
    await expect(table, path).toHaveAccessibleName(/.+/);
    expect(await table.locator("caption").count(), path).toBe(1);
    expect(await table.locator("thead th:not([scope=col])").count(), path).toBe(0);
    expect(await table.locator("[aria-sort]").count(), path).toBeLessThanOrEqual(1);
    const rows = table.locator("tbody tr");
    await expect(rows.first(), path).toBeVisible();
    for (const row of await rows.all()) await expect(row.getByRole("link").first(), path).toBeVisible();
  }
  // A header that sorts is a button, and the sorting is in the address.
  await open(page, "/tickets");
  const sorter = page.getByRole("columnheader").getByRole("button").first();
  await sorter.click();
  await expect(page).toHaveURL(/sort=/);
  await expect(page.locator("th[aria-sort]")).toHaveCount(1);
});

test("Range: its label names the zone, and a choice is in the address", async ({ page, signIn }) => {
  await signIn();
  await open(page, `${API}/deliveries`);
  const range = page.getByRole("button", { name: /^Time range/ });
  await range.click();
  const picker = page.getByRole("dialog", { name: "Time range" });
  await expect(picker).toContainText(/UTC|GMT|Time/);
  await picker.getByRole("button", { name: "Last 7 days" }).click();
  await expect(page).toHaveURL(/range=7d/);
  await expect(range).toContainText("Last 7 days");
});

test("Confirm: the title names the act and its object, the button the act, and the focus starts on Cancel", async ({
  page,
  signIn,
  api,
}) => {
  const { id } = await api.call(createSubscriptionEndpoint, {
    body: { name: "Orders", targetUrl: "http://127.0.0.1:9999/hook", eventTypes: ["ticket.created"] },
  });
  const { id: ticket } = await api.call(createTicketEndpoint, { body: { subject: "Printer on fire" } });
  const { id: token } = await api.call(createTokenEndpoint, {
    body: { name: "CI", scopes: ["tokens:read"] },
  });
  await signIn();
  const acts: [path: string, opener: string | RegExp, item: string | null, verb: string][] = [
    [`${API}/event-subscriptions/${id}`, "More actions", "Delete", "Delete"],
    [`/tickets/${ticket}`, /^More actions/, "Delete ticket", "Delete ticket"],
    [`${API}/tokens?token=${token}`, "Revoke token", null, "Revoke token"],
  ];
  for (const [path, opener, item, verb] of acts) {
    await open(page, path);
    await page.getByRole("button", { name: opener }).click();
    if (item) await page.getByRole("menuitem", { name: item, exact: true }).click();
    const confirm = page.getByRole("alertdialog");
    await expect(confirm, path).toHaveAccessibleName(new RegExp(`^${verb}`));
    await expect(confirm.getByRole("button", { name: "Cancel" }), path).toBeFocused();
    await expect(confirm.getByRole("button", { name: new RegExp(`^${verb}`) }), path).toBeVisible();
  }
});

test("Mobile: no page scrolls sideways at 320 px, and nothing to press is below 24 px", async ({
  page,
  signIn,
  organization,
}) => {
  const { api } = await createWorld(organization);
  await api.call(createTicketEndpoint, { body: { subject: "Printer on fire" } });
  await signIn();
  await page.setViewportSize({ width: 320, height: 640 });
  for (const { href } of [
    ...PAGES,
    { href: `${API}/event-subscriptions/new` },
    { href: "/settings/profile" },
  ]) {
    await open(page, href);
    expect.soft(await mobileFaults(page), href).toEqual([]);
  }
});

/** WCAG 1.4.10 and 2.5.8: a link within a sentence may be as small as its text. */
function mobileFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const wide = [...document.querySelectorAll<HTMLElement>("main *")]
      .filter((element) => element.getBoundingClientRect().right > clientWidth)
      .map(({ tagName, textContent }) => `${tagName} “${textContent.slice(0, 40)}”`);
    const small = [...document.querySelectorAll<HTMLElement>("button, a[href], input, select, textarea")]
      .filter(
        (element) =>
          element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
          getComputedStyle(element).display !== "inline" &&
          !element.closest(".sr-only, label"),
      )
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && (box.width < 24 || box.height < 24))
      .map(
        ({ element, box }) =>
          `${element.tagName} ${element.ariaLabel ?? element.textContent}: ${Math.round(box.width)} × ${Math.round(box.height)}`,
      );
    return [
      ...(scrollWidth > clientWidth
        ? [`sticks out by ${scrollWidth - clientWidth} px: ${wide.slice(0, 5).join(", ")}`]
        : []),
      ...small,
    ];
  });
}
