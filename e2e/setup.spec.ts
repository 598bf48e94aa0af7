import { expect, test } from "./fresh-app";
import { ADMIN, completeSetup, open, signInByForm } from "./steps";

test("the first admin sets up, signs out and signs in again", async ({
  page,
  freshApp,
  expectedConsoleErrors,
}) => {
  // The browser itself reports the page that is no longer there.
  expectedConsoleErrors.push(/404 \(Not Found\).*\/setup/);
  await open(page, freshApp.url);
  await expect(page).toHaveURL(`${freshApp.url}/setup`);
  await expect(page).toHaveTitle("Set up · Replify");

  await page.getByRole("button", { name: "Create workspace" }).click();
  await expect(page.getByRole("alert").getByRole("link")).not.toHaveCount(0);
  await expect(page.getByLabel("Your name")).toHaveAttribute("aria-invalid", "true");
  await completeSetup(page);

  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await expect(page.getByText(ADMIN.name)).toBeVisible();
  const setupPage = await page.goto(`${freshApp.url}/setup`);
  expect(setupPage?.status()).toBe(404);

  await open(page, `${freshApp.url}/settings/api/tokens`);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await open(page, `${freshApp.url}/settings/api/tokens?status=revoked`);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await signInByForm(page);
  await expect(page).toHaveURL(`${freshApp.url}/settings/api/tokens?status=revoked`);
  await expect(page.getByRole("heading", { level: 1, name: "Tokens" })).toBeVisible();
});

test("over the network set-up needs the link from the log, and two at once make one admin", async ({
  freshApp,
  browser,
}) => {
  const pages = await Promise.all(
    [freshApp.setupUrl ?? "", `${freshApp.url}/setup`].map(async (url) => {
      const page = await browser.newPage();
      await open(page, url);
      return page;
    }),
  );
  // Through a name that is not this machine's, as from elsewhere.
  const stranger = await fetch(`${freshApp.url}/setup`, { headers: { "x-forwarded-for": "203.0.113.1" } });
  expect(await stranger.text()).not.toContain("Create workspace");

  await Promise.all(pages.map(completeSetup));

  const first = (page: (typeof pages)[number]) => page.getByRole("heading", { level: 1, name: "Overview" });
  const second = (page: (typeof pages)[number]) => page.getByText("Set-up was completed by someone else.");
  for (const page of pages) await expect(first(page).or(second(page))).toBeVisible();
  const winners = await Promise.all(pages.map((page) => first(page).isVisible()));
  expect(winners.filter(Boolean)).toHaveLength(1);
});
