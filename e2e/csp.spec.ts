import type { BrowserContext } from "@playwright/test";
import { publishEventsEndpoint } from "@/features/events/contract";
import { createSubscriptionEndpoint } from "@/features/subscriptions/contract";
import { createTokenEndpoint } from "@/features/tokens/contract";
import { env } from "@/lib/env";
import { expect, test } from "./fixtures";
import { HOSTILE_MARKUP } from "./hostile-markup";
import { open } from "./steps";

const SUBSCRIPTIONS = "/settings/api/event-subscriptions";

test("no page of the navigation breaks the policy, opened by itself or by a click", async ({
  page,
  context,
  signIn,
}) => {
  test.setTimeout(120_000);
  const violations = await collectViolations(context);
  await signIn();
  await open(page, "/");
  const navigation = page.getByRole("navigation").first();
  const paths = await navigation
    .getByRole("link")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  expect(paths.length).toBeGreaterThanOrEqual(3);

  for (const path of paths) {
    await navigation.locator(`a[href="${path}"]`).click();
    await expect(page).toHaveURL(new URL(path, env.APP_URL).href);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  for (const path of [...paths, `${SUBSCRIPTIONS}/new`, "/settings/api/tokens/new"]) {
    await open(page, path);
  }
  expect(violations).toEqual([]);
});

test("what people meet without an account keeps to the policy too", async ({
  page,
  context,
  expectedConsoleErrors,
}) => {
  expectedConsoleErrors.push(/status of 404/);
  const violations = await collectViolations(context);
  for (const path of ["/sign-in", "/no/such/page", "/settings/api/tokens"]) await open(page, path);
  await page.getByLabel("Email").fill("nobody@example.com");
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Email or password is wrong" })).toBeVisible();
  expect(violations).toEqual([]);
});

test("every script carries the nonce of its own answer, and no other does", async ({ page, signIn }) => {
  await signIn();
  const nonces: string[] = [];
  for (const path of ["/", "/", SUBSCRIPTIONS, "/no/such/page"]) {
    const response = await page.context().request.get(path);
    const html = await response.text();
    const nonce = /'nonce-([^']+)'/.exec(response.headers()["content-security-policy"] ?? "")?.[1];
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    const tags = html.match(/<script\b[^>]*>/g) ?? [];
    expect(tags.length).toBeGreaterThan(3);
    expect(tags.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
    nonces.push(nonce ?? "");
  }
  expect(new Set(nonces).size).toBe(nonces.length);
});

test("a client can't choose the nonce", async ({ anonymous }) => {
  for (const name of ["content-security-policy", "content-security-policy-report-only"]) {
    const reply = await anonymous.get("/sign-in", { headers: { [name]: "script-src 'nonce-chosen'" } });
    expect(reply.status).toBe(200);
    expect(reply.text).not.toContain("chosen");
    expect(reply.headers.get("content-security-policy")).not.toContain("chosen");
  }
});

test("markup that got into a page does not run", async ({ page, context, signIn, expectedConsoleErrors }) => {
  // React complains about what it did not render; the browser about what it blocked.
  expectedConsoleErrors.push(/Content Security Policy/, /Minified React error|hydrat/i, /ERR_/, /404/);
  const violations = await collectViolations(context);
  await signIn();
  await page.route("**/settings/api/tokens", async (route) => {
    const response = await route.fetch();
    const markup =
      "<script>window.ran = 'inline'</script><img src='/nothing.png' onerror=\"window.ran = 'handler'\">" +
      "<script src='https://evil.example/x.js'></script><base href='https://evil.example/'>";
    await route.fulfill({ response, body: (await response.text()).replace("</body>", `${markup}</body>`) });
  });
  await page.goto("/settings/api/tokens");

  await expect
    .poll(() => violations.filter((one) => one.startsWith("script-src")).length)
    .toBeGreaterThanOrEqual(3);
  await expect.poll(() => violations.some((one) => one.startsWith("base-uri"))).toBe(true);
  expect(await page.evaluate(() => Reflect.get(window, "ran"))).toBeUndefined();
});

test("hostile names, payloads and answers are shown as the text they are", async ({
  page,
  context,
  signIn,
  api,
  receiver,
}) => {
  test.setTimeout(120_000);
  const violations = await collectViolations(context);
  const calls: string[] = [];
  await context.exposeFunction("xss", () => calls.push("xss"));
  page.on("dialog", (dialog) => {
    calls.push(dialog.message());
    void dialog.dismiss();
  });
  receiver.behave("/hook", { status: 500, body: HOSTILE_MARKUP.join("\n") });
  const body = { eventTypes: ["ticket.created"], retryPolicy: { delaysSeconds: [86_400] } };
  const { id } = await api.call(createSubscriptionEndpoint, {
    body: { ...body, name: HOSTILE_MARKUP.slice(0, 3).join(" "), targetUrl: `${receiver.url}/hook` },
  });
  const all = HOSTILE_MARKUP.join("\n");
  const published = await api.call(publishEventsEndpoint, {
    body: { type: "ticket.created", data: { subject: HOSTILE_MARKUP[2], body: all } },
  });
  expect(published).toMatchObject({ deliveries: 1 });
  for (const name of HOSTILE_MARKUP) {
    await api.call(createTokenEndpoint, { body: { name, scopes: ["events:read"] } });
  }
  await receiver.waitForMany(1);
  await signIn();

  await open(page, "/settings/api/tokens");
  for (const name of HOSTILE_MARKUP.slice(-20)) {
    const shown = name.trim().replace("\u202e", "U+202E");
    await expect(page.getByText(shown, { exact: true }).first()).toBeAttached();
  }
  await open(page, `${SUBSCRIPTIONS}/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(HOSTILE_MARKUP[1]);
  await open(page, "/settings/api/deliveries");
  await page
    .getByRole("row", { name: /ticket\.created/ })
    .getByRole("link")
    .first()
    .click();
  const drawer = page.getByRole("dialog", { name: "ticket.created" });
  await expect(drawer.getByRole("region", { name: "Response", exact: true })).toContainText(
    HOSTILE_MARKUP[7],
  );
  for (const markup of HOSTILE_MARKUP) {
    await open(page, `/settings/api/deliveries?q=${encodeURIComponent(markup)}`);
  }

  expect(calls).toEqual([]);
  expect(violations).toEqual([]);
});

/** Fills while the browser blocks things: `directive blockedURI`. */
async function collectViolations(context: BrowserContext): Promise<string[]> {
  const violations: string[] = [];
  await context.exposeFunction("reportViolation", (text: string) => void violations.push(text));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
      Reflect.get(window, "reportViolation")(`${effectiveDirective} ${blockedURI}`);
    });
  });
  return violations;
}
