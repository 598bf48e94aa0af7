import { createCustomerAccount } from "@/db/factories";
import { createCustomerSession, customerCookieName } from "@/features/customer-accounts/session";
import { env } from "@/lib/env";
import { expect, test } from "./fixtures";
import { open } from "./steps";

const SETTINGS = "/settings/workspace";

test("an admin names the workspace and gives it a color, and customers see both", async ({
  page,
  signIn,
  organization,
  browser,
}) => {
  await signIn();
  await open(page, SETTINGS);
  await page.getByLabel("Name").fill("Whitfield Prints");
  await page.getByRole("textbox", { name: /^Color/ }).fill("green");
  const wrong = page.locator("#brandColor-error");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(wrong).toContainText("Write the color as # and six digits");
  await page.getByRole("textbox", { name: /^Color/ }).fill("#FFD400");
  await expect(wrong).toHaveCount(0);
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Changes saved")).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Sidebar" })).toContainText("Whitfield Prints");
  await expect(page.getByRole("textbox", { name: /^Color/ })).toHaveValue("#ffd400");

  const customer = await browser.newPage();
  const account = await createCustomerAccount(organization);
  const value = await createCustomerSession(account.id, { ip: null, userAgent: "Playwright" });
  await customer.context().addCookies([{ name: customerCookieName(), value: value ?? "", url: env.APP_URL }]);
  await open(customer, "/account");
  await expect(customer.getByRole("banner")).toContainText("Whitfield Prints");
  const button = customer.getByRole("link", { name: "Open a ticket" }).first();
  await expect(button).toHaveCSS("background-color", "rgb(255, 212, 0)");
  await expect(button).toHaveCSS("color", "rgb(0, 0, 0)");
});

test("who may not change the settings reads them", async ({ page, signIn }) => {
  await signIn({ role: "agent" });
  await open(page, SETTINGS);
  await expect(page.getByLabel("Name")).toBeDisabled();
  await expect(page.getByRole("button", { name: "Save changes" })).toHaveCount(0);
});

test("a button is pressed where it is, though the field before it shows an error on losing the focus", async ({
  page,
  signIn,
}) => {
  await signIn();
  await open(page, SETTINGS);
  await page.getByRole("textbox", { name: /^Color/ }).fill("green");
  const box = await page.getByRole("button", { name: "Save changes" }).boundingBox();
  if (!box) throw new Error("there is no button");
  await page.mouse.move(box.x + box.width / 2, box.y + 3);
  await page.mouse.down();
  // Whatever the press changes on the screen has been painted by then.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.mouse.up();
  await expect(page.locator("#brandColor-error")).toContainText("Write the color as # and six digits");
  await expect(page.getByRole("textbox", { name: /^Color/ })).toBeFocused();
});
