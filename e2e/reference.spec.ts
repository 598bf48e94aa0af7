import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Locator, Page } from "@playwright/test";
import { createSubscriptionEndpoint, getSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { type OpenApi, openApiSchema } from "@/lib/openapi/document";
import type { Api } from "./api";
import { axeViolations } from "./axe";
import { expect, test } from "./fixtures";
import { open, reload } from "./steps";

const PATH = "/settings/api/reference";
const HEIGHT = 844;
const WIDTHS = [390, 1280];
const run = promisify(execFile);

test.use({ viewport: { width: 1280, height: HEIGHT }, permissions: ["clipboard-read", "clipboard-write"] });

test("every operation of openapi.json is in a chapter, with its scope and where a link to it leads", async ({
  page,
  signIn,
  anonymous,
}) => {
  await signIn({ role: "viewer" });
  await open(page, PATH);
  const chapters = await contentsOf(page)
    .getByRole("link")
    .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
  const shown: object[] = [];
  for (const path of new Set(chapters)) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
    const headings = await page.locator("h3").evaluateAll((elements) =>
      elements.map((heading) => ({
        id: heading.id,
        title: heading.textContent,
        tokenHref: heading.closest("section")?.querySelector('a[href*="/tokens/new"]')?.getAttribute("href"),
      })),
    );
    shown.push(...headings);
    const ids = await page.locator("main [id]").evaluateAll((elements) => elements.map(({ id }) => id));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const targets = await page
      .locator('main a[href^="#"]')
      .evaluateAll((links) => links.map((link) => link.getAttribute("href")?.slice(1) ?? ""));
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHT });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect.soft(overflow, `${path}, ${width} px: pixels that stick out sideways`).toBeLessThanOrEqual(0);
    }
  }
  const operations = operationsOf(await documentOf(anonymous));
  expect(operations.length).toBeGreaterThan(20);
  for (const { operationId: id, summary: title, scope, ...operation } of operations) {
    // What takes a person's session can't be had by a token.
    const isForTokens = operation["x-access"] === "scope";
    const tokenHref = isForTokens ? `/settings/api/tokens/new?scopes=${scope}` : undefined;
    expect(shown).toContainEqual({ id, title, tokenHref });
  }
});

test("a link leads to its operation from any chapter, and the contents show where one is", async ({
  page,
  signIn,
}) => {
  await signIn();
  await open(page, `${PATH}#createSubscription`);

  await expect(page).toHaveURL(/\/reference\/event-subscriptions#createSubscription$/);
  const heading = page.getByRole("heading", { name: "Create an event subscription" });
  await expect(heading).toBeInViewport();
  const contents = contentsOf(page);
  const current = contents.locator('[aria-current="location"]');
  await expect(current).toHaveText("Create an event subscription");
  await contents.getByRole("link", { name: "Guide" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await contents.getByRole("link", { name: "Paging" }).click();
  await expect(page).toHaveURL(/#paging$/);
  await expect(page.getByRole("heading", { name: "Paging" })).toBeInViewport();
  await expect(current).toHaveText("Paging");

  await page.keyboard.press("/");
  await page.keyboard.type("rotate oauth");
  await contents.getByRole("link", { name: "Rotate an OAuth client's secret" }).click();
  const found = page.getByRole("heading", { name: "Rotate an OAuth client's secret" });
  await expect(found).toBeInViewport();
  await expect(found).toBeFocused();
});

test("an error's code leads to what it means", async ({ page, signIn }) => {
  await signIn();
  await open(page, `${PATH}/tickets#createTicket`);
  await page.getByRole("link", { name: "invalid", exact: true }).first().click();
  await expect(page).toHaveURL(/\/reference#error-invalid$/);
  await expect(page.getByRole("row", { name: /^422 invalid / })).toBeInViewport();
});

test("brackets step through the sections of all chapters", async ({ page, signIn }) => {
  await signIn();
  await open(page, `${PATH}#rate-limits`);
  const current = contentsOf(page).locator('[aria-current="location"]');
  await expect(current).toHaveText("Rate limits");

  await page.keyboard.press("]");
  await expect(page.getByRole("heading", { name: "Signing of outgoing webhooks" })).toBeFocused();
  await page.keyboard.press("]");
  await expect(page.getByRole("heading", { name: "Account" })).toBeFocused();
  await expect(page).toHaveURL(/\/reference\/account#account$/);
  await page.keyboard.press("]");
  await expect(current).toHaveText("Who am I");
  await expect(page).toHaveURL(/#getMe$/);
  await page.keyboard.press("[");
  await expect(page.getByRole("heading", { name: "Account" })).toBeFocused();
  await page.keyboard.press("[");
  await expect(page.getByRole("heading", { name: "Signing of outgoing webhooks" })).toBeFocused();
});

test("on a phone the contents are behind a button", async ({ page, signIn }) => {
  await page.setViewportSize({ width: 390, height: HEIGHT });
  await signIn();
  await open(page, `${PATH}/events`);

  await page.getByRole("button", { name: /^Contents/ }).click();
  const contents = page.getByRole("dialog");
  await contents.getByRole("link", { name: "Publish one event, or up to 1000" }).click();
  await expect(contents).toBeHidden();
  await expect(page.getByRole("heading", { name: "Publish one event, or up to 1000" })).toBeInViewport();
  await page.getByRole("button", { name: "Contents: Publish one event, or up to 1000" }).click();
  await contents.getByRole("link", { name: "Tickets", exact: true }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Tickets" })).toBeVisible();
  await expect(contents).toBeHidden();
});

test("a language is chosen once for all samples, and the server remembers it", async ({ page, signIn }) => {
  await signIn();
  await open(page, `${PATH}/tickets`);
  const tabs = page.getByRole("tablist", { name: /^Language of the sample/ });
  const count = await tabs.count();
  expect(count).toBeGreaterThan(10);

  await tabs.nth(5).getByRole("tab", { name: "Python" }).click();
  await expect(tabs.nth(5)).toBeInViewport();
  await expect(page.getByRole("tab", { name: "Python", selected: true })).toHaveCount(count);

  const answer = await page.request.get(PATH);
  const html = await answer.text();
  expect(html).toContain("from urllib.request import Request, urlopen");
  await reload(page);
  await expect(page.getByRole("tab", { name: "Python", selected: true })).toHaveCount(count);
  await contentsOf(page).getByRole("link", { name: "Tokens" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Tokens" })).toBeVisible();
  await expect(page.getByRole("tab", { name: "Python", selected: true })).not.toHaveCount(0);
  await expect(page.getByRole("tab", { name: "curl", selected: true })).toHaveCount(0);
});

test("a sample is copied as it is, and the document downloaded", async ({ page, signIn, anonymous }) => {
  await signIn();
  await open(page, `${PATH}/event-subscriptions`);
  const sample = sampleOf(page, "curl", "Create an event subscription");

  await page.getByRole("button", { name: "Copy curl sample: Create an event subscription" }).click();
  const shown = (await sample.textContent()) ?? "";
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(shown);
  expect(shown).toContain("$REPLIFY_TOKEN");

  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "openapi.json" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("replify-openapi.json");
  expect(JSON.parse(await readFile(await download.path(), "utf8"))).toEqual(
    (await anonymous.get("/api/v1/openapi.json")).body,
  );
});

test("curl samples run as they are pasted", async ({ page, signIn, api }) => {
  await signIn();
  const { id } = await api.call(createSubscriptionEndpoint, {
    body: { targetUrl: "https://example.com/hook", eventTypes: ["ticket.created"] },
  });
  const shell = async (summary: string, subject?: { id: string; as: string }) => {
    const text = (await sampleOf(page, "curl", summary).textContent()) ?? "";
    const script = subject ? text.replace(subject.as, subject.id) : text;
    expect(script, "the id of the example is in the sample").toContain(subject?.id ?? "");
    const { stdout } = await run("sh", ["-c", script], { env: withToken(api) });
    return stdout === "" ? undefined : JSON.parse(stdout);
  };
  const as = exampleId(await documentOf(api), "/api/v1/subscriptions/{id}");

  await open(page, PATH);
  expect(await shell("Who am I, to start with")).toMatchObject({ user: { role: "admin" } });
  expect(await shell("a call that is safe to repeat")).toMatchObject({ deliveries: 1 });
  expect(await shell("a page of 100")).toMatchObject({ nextCursor: null });
  await open(page, `${PATH}/events`);
  expect(await shell("Publish one event, or up to 1000")).toMatchObject({
    type: "ticket.created",
    deliveries: 1,
  });
  await open(page, `${PATH}/deliveries`);
  expect(await shell("List deliveries")).toMatchObject({
    data: [{ subscriptionId: id }, { subscriptionId: id }],
  });
  await open(page, `${PATH}/event-subscriptions`);
  expect(await shell("Create an event subscription")).toMatchObject({
    secret: expect.stringMatching(/^whsec_/),
  });
  expect(await shell("Change an event subscription", { id, as })).toMatchObject({
    id,
    eventTypes: ["ticket.*"],
  });
  expect(await shell("Pause an event subscription", { id, as })).toMatchObject({ id, status: "paused" });
  expect(await shell("Get an event subscription", { id, as })).toMatchObject({ id, status: "paused" });
  expect(await shell("Get an event subscription")).toMatchObject({ code: "not_found" });
  expect(await shell("Delete an event subscription", { id, as })).toBeUndefined();
  expect((await api.get(getSubscriptionEndpoint.path.replace("{id}", id))).status).toBe(404);
});

test("TypeScript and Python samples run, too", async ({ page, signIn, api }) => {
  await signIn();
  const summary = "Publish one event, or up to 1000";
  await open(page, `${PATH}/events`);
  const read = async (language: string) => {
    await page.getByRole("tab", { name: language }).first().click();
    return (await sampleOf(page, language, summary).textContent()) ?? "";
  };
  const env = withToken(api);

  const typescript = await read("TypeScript");
  const python = await read("Python");

  await run(process.execPath, ["--input-type=module-typescript", "-e", typescript], { env });
  await expect(eventCount(api)).resolves.toBe(1);
  const hasPython = await run("python3", ["--version"]).then(
    () => true,
    () => false,
  );
  test.skip(!hasPython, "There is no python3 here.");
  await run("python3", ["-c", python], { env });
  await expect(eventCount(api)).resolves.toBe(2);
});

test("nothing to complain about for axe", async ({ page, signIn }) => {
  await signIn();
  for (const path of [PATH, `${PATH}/tokens`]) {
    await open(page, path);
    for (const [width, colorScheme] of [
      [1280, "light"],
      [1280, "dark"],
      [390, "light"],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: HEIGHT });
      const found = await axeViolations(page, colorScheme === "dark" ? { rules: ["color-contrast"] } : {});
      expect.soft(found, `${path}, ${width} px, ${colorScheme}`).toEqual([]);
    }
  }
});

function contentsOf(page: Page): Locator {
  return page.getByRole("navigation", { name: "Contents" });
}

async function documentOf(api: Api): Promise<OpenApi> {
  return openApiSchema.parse((await api.get("/api/v1/openapi.json")).body);
}

function operationsOf({ paths }: OpenApi) {
  return Object.values(paths).flatMap((methods) =>
    Object.values(methods).map((operation) => ({ ...operation, scope: operation["x-required-scope"] })),
  );
}

/** The id that samples of this path show. */
function exampleId({ paths }: OpenApi, path: string): string {
  const [parameter] = paths[path]?.get?.parameters ?? [];
  return parameter && "example" in parameter ? String(parameter.example) : "";
}

function sampleOf(page: Page, language: string, summary: string): Locator {
  return page.getByRole("region", { name: `${language} sample: ${summary}`, exact: true }).locator("code");
}

function withToken(api: Api): NodeJS.ProcessEnv {
  return { ...process.env, REPLIFY_TOKEN: api.headers.authorization?.replace("Bearer ", "") };
}

async function eventCount(api: Api): Promise<number> {
  return Object((await api.get("/api/v1/events")).body).data.length;
}
