import { fileURLToPath } from "node:url";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import "@/app/api/oauth/device/route";
import "@/app/api/oauth/revoke/route";
import "@/app/api/oauth/token/route";
import "@/app/api/oauth/userinfo/route";
import "@/app/api/v1/troubleshooter/tickets/[id]/comments/route";
import "@/app/api/v1/troubleshooter/tickets/[id]/route";
import "@/app/api/v1/troubleshooter/tickets/route";
import { startTestServer, type TestServer } from "@/app/api/_lib/test-server";
import { database } from "@/db/client";
import { environmentReports } from "@/db/schema";
import { HAS_PHP } from "@/e2e/programs";
import { type NetworkProxy, startProxy } from "@/e2e/proxy";
import { type Page, WordPressHost } from "@/e2e/wordpress-host";
import { environmentReportSchema } from "@/features/environment-reports/schema";
import { PRIVATE_VALUES, TEST_SITES } from "@/features/environment-reports/test-sites";
import { createCode } from "@/features/oauth/authorization-code";
import {
  codeLocation,
  errorLocation,
  readAuthorizationRequest,
} from "@/features/oauth/authorization-request";
import { decideDeviceRequest, findDeviceRequest } from "@/features/oauth/device-request";
import { revokeClientSessions } from "@/features/oauth-sessions/service";
import { CALLER, createWorld } from "@/features/oauth-sessions/test-set-up";
import { addComment } from "@/features/tickets/service";

const SITE = "https://shop.example/blog";
const PAGE = "wp-admin/admin.php?page=replify-troubleshooter";
const SHOP = TEST_SITES.find(({ name }) => name === "shop");
const OTHER_ADMINISTRATOR = { id: 2, capabilities: ["manage_options"] };
const EDITOR = { id: 3, capabilities: ["edit_posts"] };

let server: TestServer;
let desk: NetworkProxy;
let world: Awaited<ReturnType<typeof createWorld>>;
let site: WordPressHost;

beforeAll(async () => {
  server = await startTestServer();
  desk = await startProxy(server.url);
  vi.stubEnv("APP_URL", desk.url);
});

afterAll(async () => {
  await desk.stop();
  await server.stop();
});

afterEach(() => site.remove());

beforeEach(async () => {
  desk.requests.length = 0;
  await createSite();
});

async function createSite(client: Parameters<typeof createWorld>[0] = {}, url = SITE): Promise<void> {
  world = await createWorld({ redirectUris: [`https://*/${PAGE}`], ...client });
  site = new WordPressHost(
    {
      folder: fileURLToPath(new URL("../../../../../examples/wordpress-troubleshooter", import.meta.url)),
      constants: {
        REPLIFY_TROUBLESHOOTER_DESK: desk.url,
        REPLIFY_TROUBLESHOOTER_CLIENT_ID: world.client.clientId,
      },
    },
    {
      url,
      health: SHOP?.siteHealth ?? {},
      updates: [{ name: "WooCommerce", version: "9.9.5", latest: "10.0.0" }],
      isDebugging: true,
      wordpressOrg: `${desk.url}/wordpress-org`,
    },
  );
}

// On a developer's machine without it; where the suite installs what it needs it is there.
describe.skipIf(!HAS_PHP)("the WordPress plugin", () => {
  test("connects by redirect, files a ticket with what the site tells, reads the answer, replies, disconnects", async () => {
    const connected = await connect();
    expect(connected.text).toContain(`Connected as ${world.account.email}.`);

    const form = await connected.follow("Ask support");
    expect(form.text).toContain("1 plugin has an update: WooCommerce 9.9.5 → 10.0.0");
    expect(form.text).toContain("WP_DEBUG is on, and this site is in production.");
    expect(form.text).toContain("The loopback request to your site failed. Error: [] cURL error 28: Timeout");
    expect(form.text).toContain("Storefront");
    const filed = await form.press("Send to support", {
      typed: { subject: "Checkout's blank", description: "<b>Since</b> this \\ morning" },
      unticked: ["wp-server"],
    });
    expect(filed.text).toContain("Support has it: ticket 1.");
    expect(filed.html).toContain("&lt;b&gt;Since&lt;/b&gt; this \\ morning");

    const { findings, leftOut, id } = await theTicket();
    expect(findings.slice(0, 3).map(({ severity, code }) => [severity, code])).toEqual([
      ["warning", "plugins_outdated"],
      ["warning", "debug_on"],
      ["critical", "loopback_failed"],
    ]);
    // Not dropped by the desk: it never got them.
    expect(leftOut).toBe(0);
    const sent = desk.requests.join("\n");
    expect(PRIVATE_VALUES.filter((value) => sent.includes(value))).toEqual([]);
    expect(sent).toContain("wp-plugins-active");
    expect(sent).not.toContain("wp-server");

    await addComment(world.ctx, id, { body: "Please <update> PHP.", visibility: "public" });
    await addComment(world.ctx, id, { body: "He is a fool.", visibility: "internal" });
    await site.open("wp-cron.php");
    const list = await site.open(PAGE);
    expect(list.html).toContain('<span class="awaiting-mod">1</span>');
    expect((await site.open(PAGE)).html).not.toContain("awaiting-mod");
    const ticket = await list.follow("Checkout's blank");
    expect([form, list, ticket].map(({ calls }) => calls.length)).toEqual([1, 1, 2]);
    expect(ticket.html).toContain("Please &lt;update&gt; PHP.");
    expect(ticket.text).not.toContain("fool");
    const replied = await ticket.press("Send reply", { typed: { text: "Done, thank you." } });
    expect(replied.text).toMatch(/Support has your reply.*Please <update> PHP.*Dana.*Done, thank you\./);

    await site.open("wp-cron.php");
    expect((await site.open(PAGE)).html).not.toContain("awaiting-mod");
    expect(await optionsWithSecrets()).toEqual(["replify_troubleshooter_connection, autoload false"]);
    const gone = await replied.press("Disconnect");
    expect(gone.text).toContain("This site is disconnected, and support was told.");
    gone.fields("Connect");
    expect(await optionsWithSecrets()).toEqual([]);
    expect(await sessionEnds()).toEqual(["client"]);
  });

  test("connects by a code that is typed at the desk, where no redirect leads", async () => {
    await createSite({}, "http://192.168.1.7:8080");
    const start = await site.open(PAGE);
    expect(start.html).not.toContain(">Connect<");
    const refused = await start.press("Connect with a code");
    await decide(refused, "denied");
    site.passTime(6);
    expect((await site.open(PAGE)).text).toContain("You did not allow it, so nothing was connected.");

    const waiting = await (await site.open(PAGE)).press("Connect with a code");
    expect(waiting.html).toMatch(/<meta http-equiv="refresh" content="\d">/);
    // It asks no sooner than the desk wants.
    expect((await site.open(PAGE)).calls).toEqual([]);
    site.passTime(6);
    expect((await site.open(PAGE)).text).toContain("This page waits for it.");
    await decide(waiting, "approved");
    site.passTime(6);
    const connected = await site.open(PAGE);
    expect(connected.text).toContain("This site is connected to support.");
    expect(connected.text).toContain("You have no tickets yet.");
    await site.open("uninstall.php");
    expect(await sessionEnds()).toEqual(["client"]);
  });

  test("of two processes that refresh at once one asks, ten times, with no grace to save the other", async () => {
    await createSite({ refreshGraceSeconds: 0 });
    await connect();
    desk.requests.length = 0;
    for (let round = 1; round <= 10; round += 1) {
      site.passTime(900);
      const [page] = await site.openTogether([PAGE, "wp-cron.php"]);
      expect(page?.text).toContain("You have no tickets yet.");
      expect(desk.requests.filter((sent) => sent.includes("grant_type=refresh_token"))).toHaveLength(round);
    }
    expect(await sessionEnds()).toEqual([null]);
  });

  test("asks once more when the answer to a refresh is lost, and takes over the lock of a process that died", async () => {
    await connect();
    site.passTime(900);
    desk.loseNextAnswer();
    expect((await site.open(PAGE)).text).toContain("You have no tickets yet.");
    expect(await sessionEnds()).toEqual([null]);

    site.passTime(900);
    await site.evaluate(
      "require ABSPATH . 'wp-admin/includes/class-wp-upgrader.php'; WP_Upgrader::create_lock('replify_troubleshooter_connection', 30);",
    );
    site.passTime(31);
    expect((await site.open(PAGE)).text).toContain("You have no tickets yet.");
  });

  test("says what to do when the desk has cut it off, and gives back what was typed once it is connected again", async () => {
    const form = await (await connect()).follow("Ask support");
    const unnamed = await form.press("Send to support", {
      typed: { subject: "", description: "A blank page." },
    });
    expect(unnamed.text).toContain("Support refused this (422)");
    expect(unnamed.text).toContain("subject: Give the ticket a subject.");
    expect(unnamed.html).toContain("A blank page.</textarea>");
    await revokeClientSessions(world.ctx, world.client.id);
    const typed = { subject: "Checkout", description: "A blank page." };
    const refused = await form.press("Send to support", { typed });
    expect(refused.text).toContain("The connection to support has ended");
    expect(refused.text).toContain("Press Connect to go on.");
    expect((await site.open(PAGE)).text).toContain("The connection to support has ended");

    const again = await consent(await refused.press("Connect"));
    expect(again.html).toContain('value="Checkout"');
    expect(again.html).toContain("A blank page.</textarea>");
    expect((await again.press("Send to support", { typed })).text).toContain("ticket 1.");
  });

  test("a lost answer makes no second ticket, and a copy of the site leaves the connection alone", async () => {
    const form = await (await connect()).follow("Ask support");
    const typed = { subject: "Checkout", description: "A blank page." };
    desk.loseNextAnswer();
    const lost = await form.press("Send to support", { typed });
    expect(lost.text).toContain("Support did not answer");
    expect((await lost.press("Send to support", { typed })).text).toContain("ticket 1.");

    const copy = site.at("https://staging.example");
    (await copy.open(PAGE)).fields("Connect");
    expect((await site.open(PAGE)).text).toContain("Checkout");
    await copy.open("uninstall.php");
    expect(await sessionEnds()).toEqual([null]);
  });

  test("takes no answer that it did not ask for, and nothing from whoever may not", async () => {
    const start = await site.open(PAGE);
    const asked = await start.press("Connect");
    const said = new URL(await answered(asked)).searchParams;
    const back = (changed: Record<string, string>) => {
      const query = new URLSearchParams({ ...Object.fromEntries(said), ...changed });
      return `${PAGE}&${query}`;
    };
    const before = desk.requests.length;
    expect((await site.open(back({ state: "guessed" }))).text).toContain("the answer to another attempt");
    expect((await site.open(back({}), { user: OTHER_ADMINISTRATOR })).text).toContain("another attempt");
    expect((await site.open(back({ iss: "https://evil.example" }))).text).toContain(
      "did not come from support",
    );
    expect((await site.open(back({}))).text).toContain("another attempt");
    expect((await start.press("Connect", { typed: { _wpnonce: "guessed" } })).status).toBe(403);
    expect((await start.press("Connect", { user: EDITOR })).status).toBe(403);
    expect((await site.open(PAGE, { user: EDITOR })).status).toBe(403);
    expect(desk.requests.slice(before)).toEqual([]);

    const denied = await site.open(relative(await answered(await start.press("Connect"), "deny")));
    expect(denied.text).toContain("You did not allow it, so nothing was connected.");
  });
});

async function connect(): Promise<Page> {
  return consent(await (await site.open(PAGE)).press("Connect"));
}

async function consent(asked: Page): Promise<Page> {
  return site.open(relative(await answered(asked)));
}

/** What the desk's page does once the customer has decided. */
async function answered({ location }: Page, decision: "allow" | "deny" = "allow"): Promise<string> {
  const { searchParams } = new URL(location ?? "");
  const read = await readAuthorizationRequest(Object.fromEntries(searchParams));
  if (read.type !== "ok") throw new Error(`The request was refused: ${JSON.stringify(read)}`);
  expect(read.request.host).toBe("shop.example");
  if (decision === "deny") return errorLocation(read.request, "access_denied", "The customer said no.");
  return codeLocation(read.request, await createCode({ ...read.request, accountId: world.account.id }));
}

/** What the customer does at the desk with the code that the page shows. */
async function decide(waiting: Page, decision: "approved" | "denied"): Promise<void> {
  const code = /[A-Z]{4}-[A-Z]{4}/.exec(waiting.text)?.[0] ?? "";
  const request = await findDeviceRequest(code, CALLER);
  expect(request?.host).toBe("192.168.1.7");
  await decideDeviceRequest(request?.id ?? "", world.account.id, decision);
}

function relative(address: string): string {
  return address.slice(SITE.length + 1);
}

/** What the desk has of the one ticket. */
async function theTicket() {
  const [report] = await database()
    .select()
    .from(environmentReports)
    .where(eq(environmentReports.organizationId, world.organization.id));
  if (!report) throw new Error("There is no report.");
  const { ticketId, leftOut, findings } = report;
  return { id: ticketId, leftOut, findings: environmentReportSchema.shape.findings.parse(findings) };
}

async function optionsWithSecrets(): Promise<string[]> {
  const printed = await site.evaluate(`
    foreach (read_options() as $name => $option)
      if (preg_match('/rpl_(at|rt|dc)_/', serialize($option)))
        echo $name, ", autoload ", var_export($option['autoload'], true), "\n";`);
  return printed.split("\n").filter(Boolean);
}

async function sessionEnds() {
  return (await world.sessions()).map(({ endReason }) => endReason);
}
