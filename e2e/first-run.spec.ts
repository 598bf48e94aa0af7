import { expect, test } from "./fresh-app";
import { completeSetup, open } from "./steps";

test("from set-up to a first delivery whose signature is verified, without a server", async ({
  page,
  freshApp,
}) => {
  await open(page, freshApp.setupUrl ?? "");
  await completeSetup(page);

  const next = page.getByRole("region", { name: "First steps" }).locator('[aria-current="step"]');
  await expect(next).toContainText("Get your first delivery");
  await next.getByRole("button", { name: "Send your first event" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Echo receiver" })).toBeVisible();
  const row = page.getByRole("row", { name: /Signature verified.*ticket\.created.*200/ });
  await expect(row).toBeVisible();
  await row.getByRole("link").click();
  const drawer = page.getByRole("dialog", { name: "ticket.created · answered 200" });
  await expect(drawer).toContainText("webhook-signature: verified");
  await expect(drawer).toContainText("X-Replify-Signature: verified");
  await expect(drawer).toContainText(
    "The current secret of “Echo receiver” made it over exactly these bytes.",
  );

  await drawer.getByRole("link", { name: "Delivery of ticket.created" }).click();
  await expect(page.getByRole("main").getByText("Succeeded").first()).toBeVisible();
  await page.goto(freshApp.url);
  await expect(page.getByRole("region", { name: "First steps" })).toContainText("1 of 4 done");
});
