import { expect, type Locator, type Page } from "@playwright/test";

export const ADMIN = { name: "Ada Lovelace", email: "ada@example.com", password: "an analytical engine" };

/** Goes to a page and waits until it reacts: a test is faster at the keyboard than any person. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await untilItReacts(page);
}

/** The same for the page that is shown. */
export async function reload(page: Page): Promise<void> {
  await page.reload();
  await untilItReacts(page);
}

/** The keys of a sequence, "gk" say, at once: while the page is busy the second would come too late. */
export async function pressSequence(page: Page, keys: string): Promise<void> {
  await Promise.all([...keys].map((key) => page.keyboard.press(key)));
}

async function untilItReacts(page: Page): Promise<void> {
  // A tab whose code comes by itself is adopted after the rest.
  await page.waitForFunction(() => {
    // What a form says to the server by itself is not React's.
    const controls = "h1, main :is(a, button, input:not([type=hidden]), select, textarea)";
    const elements = [...document.querySelectorAll(controls)];
    const isAdopted = (element: Element) =>
      Object.keys(element).some((key) => key.startsWith("__reactFiber"));
    return document.querySelector("h1") !== null && elements.every(isAdopted);
  });
  // The heading is adopted while React still works on the rest; it is done when nothing is left to do.
  await page.evaluate(
    () => new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: 2_000 })),
  );
}

const MAX_TABS = 60;

/** Moves the focus there by the keyboard alone. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < MAX_TABS; presses++) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${MAX_TABS} presses of Tab did not reach ${target}.`);
}

/** Fills and sends the first-run form. */
export async function completeSetup(page: Page): Promise<void> {
  await page.getByLabel("Your name").fill(ADMIN.name);
  await page.getByLabel("Email").fill(ADMIN.email);
  await page.getByLabel("Password", { exact: true }).fill(ADMIN.password);
  await page.getByLabel("Repeat the password").fill(ADMIN.password);
  await page.getByLabel("Workspace name").fill("Analytical Engines");
  await page.getByRole("button", { name: "Create workspace" }).click();
}

export async function signInByForm(page: Page): Promise<void> {
  await page.getByLabel("Email").fill(ADMIN.email);
  await page.getByLabel("Password", { exact: true }).fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** From the list of tokens to a copied token. */
export async function createToken(page: Page, name: string): Promise<string> {
  await page.getByRole("link", { name: "Create token" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("radio", { name: "Full" }).check();
  await page.getByRole("button", { name: "Create token" }).click();
  return copyAndClose(page.getByRole("dialog", { name: "Token created" }), "Token");
}

interface NewSubscription {
  name: string;
  targetUrl: string;
  event: string;
}

/** From the list of subscriptions to the new one's page; returns its secret. */
export async function createSubscription(
  page: Page,
  { name, targetUrl, event }: NewSubscription,
): Promise<string> {
  await page.getByRole("link", { name: "Create subscription" }).first().click();
  await page.getByLabel("Target URL").fill(targetUrl);
  await page.getByLabel("Name (optional)").fill(name);
  await page.getByRole("checkbox", { name: event, exact: true }).check();
  await page.getByRole("button", { name: "Create subscription" }).click();
  const secret = await copyAndClose(
    page.getByRole("dialog", { name: "Subscription created" }),
    "Signing secret",
  );
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  return secret;
}

/** Reads a secret that is shown once, copies it with the button, and closes the dialog. */
export async function copyAndClose(dialog: Locator, label: string): Promise<string> {
  const value = await dialog.getByRole("textbox", { name: label }).inputValue();
  const noun = label.charAt(0).toLowerCase() + label.slice(1);
  await dialog.getByRole("button", { name: `Copy ${noun}` }).click();
  await expect(dialog.getByRole("button", { name: "Copied" })).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();
  return value;
}

/** Sets one filter of a list by its menu. */
export async function filterBy(page: Page, facet: string, choice: string): Promise<void> {
  await page.getByRole("button", { name: /^Filter/ }).click();
  const menu = page.getByRole("dialog", { name: "Filter" });
  await menu.getByRole("tab", { name: facet }).click();
  // What it does can be slower than the click.
  await menu.getByLabel(choice, { exact: true }).click();
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
}

/** What a list says it is filtered by. */
export function activeFilters(page: Page): Locator {
  return page.getByRole("list", { name: "Active filters" });
}
