import { eq } from "drizzle-orm";
import { database } from "@/db/client";
import { createUser } from "@/db/factories";
import { sessions } from "@/db/schema";
import { hashPassword } from "@/features/auth/password";
import { env } from "@/lib/env";
import { Api, bearer } from "./api";
import { expect, test } from "./fixtures";
import { copyAndClose, filterBy, open } from "./steps";

const TEAM = "/settings/team";
const PASSWORD = "a compiler of her own";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("a person is invited, joins, is demoted, and leaves their token to the admin", async ({
  page,
  browser,
  signIn,
}) => {
  const ada = await signIn();
  const email = `grace-${ada.id}@example.com`;
  await open(page, TEAM);
  await expect(page.getByLabel("Role of Ada")).toBeDisabled();
  await expect(page.getByLabel("Role of Ada")).toHaveAccessibleDescription(/last admin/);
  await page.getByRole("button", { name: "Invite" }).click();
  const form = page.getByRole("dialog", { name: "Invite people" });
  await form.getByLabel("Email addresses").fill(`Grace <${email}>`);
  await form.getByLabel("Role").selectOption("Developer");
  await form.getByRole("button", { name: "Invite" }).click();
  const links = page.getByRole("dialog", { name: "Invitation created" });
  await expect(links.getByRole("heading", { name: "Invitation created" })).toBeFocused();
  // For a moment the key still belongs to the dialog that closes below.
  await expect(async () => {
    await page.keyboard.press("Escape");
    await expect(links.getByRole("alert")).toContainText("You haven't copied it.", { timeout: 1_000 });
  }).toPass();
  await links.getByRole("button", { name: "Go back" }).click();
  const url = await copyAndClose(links, `Link for ${email}`);
  await expect(page).toHaveURL(/tab=invitations/);
  const invitation = page.getByRole("row", { name: new RegExp(email) });
  await expect(invitation).toContainText("Pending");
  expect(await page.content()).not.toContain(url.split("/").at(-1));

  const theirs = await browser.newContext({ baseURL: env.APP_URL });
  const invited = await theirs.newPage();
  await open(invited, url);
  await expect(invited.getByRole("heading", { name: "Join Acme" })).toBeVisible();
  await expect(invited.getByLabel("Email")).toHaveValue(email);
  await invited.getByLabel("Your name").fill("Grace Hopper");
  await invited.getByLabel("Password", { exact: true }).fill("too short");
  await invited.getByRole("button", { name: "Accept invitation" }).click();
  await expect(invited.getByLabel("Password", { exact: true })).toHaveAccessibleDescription(/12 characters/);
  await expect(invited.getByLabel("Your name")).toHaveValue("Grace Hopper");
  await invited.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await invited.getByRole("button", { name: "Accept invitation" }).click();
  await expect(invited.getByRole("link", { name: /Grace Hopper/ })).toBeVisible();
  await open(invited, url);
  await expect(invited.getByRole("heading", { name: "This invitation was used already" })).toBeVisible();

  const created = await theirs.request.post("/api/v1/tokens", {
    data: { name: "Deploys", scopes: ["subscriptions:write", "tickets:read"] },
  });
  const { token } = Object(await created.json());
  const program = new Api(env.APP_URL, bearer(token));
  expect((await program.post("/api/v1/subscriptions", subscription("first"))).status).toBe(201);

  await open(page, TEAM);
  const role = page.getByLabel("Role of Grace Hopper");
  await expect(role).toHaveValue("developer");
  await role.selectOption("Viewer");
  const demote = page.getByRole("alertdialog", { name: "Make Grace Hopper Viewer?" });
  await expect(demote).toContainText("owns 1 event subscription. Who takes over?");
  const heir = demote.getByLabel("New owner of the event subscriptions");
  await expect(heir).toHaveValue(String(ada.id));
  await heir.selectOption("Nobody for now");
  await demote.getByRole("button", { name: "Make Viewer" }).click();
  await expect(page.getByText("Grace Hopper is Viewer now")).toBeVisible();
  expect((await program.get("/api/v1/subscriptions")).status).toBe(200);
  expect((await program.post("/api/v1/subscriptions", subscription("second"))).status).toBe(403);

  await page.getByRole("button", { name: "Actions for Grace Hopper" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  const remove = page.getByRole("alertdialog", { name: "Remove Grace Hopper?" });
  await expect(remove).toContainText("owns 1 active token and 1 event subscription");
  await expect(remove).toContainText("Deploys");
  await expect(remove).toContainText("Grace Hopper knows secrets that keep working.");
  await expect(remove.getByLabel("New owner")).toHaveValue(String(ada.id));
  await remove.getByRole("button", { name: "Remove" }).click();
  await expect(remove).toBeHidden();
  await expect(page.getByRole("row", { name: /Grace Hopper/ })).toBeHidden();
  await expect(page.getByRole("region", { name: "Secrets to rotate" })).toContainText(
    "known to Grace Hopper",
  );

  // For the overlap the secret that she knows goes on, with what it could do in her hands; her session is gone.
  expect((await program.get("/api/v1/subscriptions")).status).toBe(200);
  expect((await program.post("/api/v1/subscriptions", subscription("third"))).status).toBe(403);
  expect((await program.get("/api/v1/me")).body).toMatchObject({ user: { id: ada.id } });
  await open(page, "/settings/api/tokens");
  await expect(page.getByText("A token was handed over to you.")).toBeVisible();
  await page
    .getByRole("row", { name: /Deploys/ })
    .getByRole("link")
    .first()
    .click();
  const drawer = page.getByRole("dialog", { name: "Deploys" });
  await drawer.getByRole("button", { name: "Show new secret" }).click();
  const shown = await copyAndClose(page.getByRole("dialog", { name: "Token rotated" }), "Token");
  expect(shown).not.toBe(token);
  await drawer.getByRole("button", { name: "End overlap now" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End overlap" }).click();
  await expect(page.getByRole("alertdialog")).toBeHidden();
  expect((await program.get("/api/v1/me")).status).toBe(401);
  expect((await new Api(env.APP_URL, bearer(shown)).get("/api/v1/me")).status).toBe(200);
  await invited.goto("/settings/profile");
  await expect(invited).toHaveURL(/\/sign-in/);
  await theirs.close();
});

test("an old sign-in is asked for the password before it invites anybody", async ({
  page,
  context,
  organization,
  sessionCookie,
  expectedConsoleErrors,
}) => {
  // The browser itself reports every answer of 400 and above.
  expectedConsoleErrors.push(/403.*\/invitations/, /422.*\/me\/reauthentication/);
  const admin = await createUser(organization, { passwordHash: await hashPassword(PASSWORD) });
  const [name = "", value = ""] = (await sessionCookie(admin)).split("=");
  await context.addCookies([{ name, value, url: env.APP_URL }]);
  await ageSignIn(admin.id);

  await open(page, TEAM);
  await page.getByRole("button", { name: "Invite" }).click();
  // As soon as the form opens; and by the call itself, which keeps what was typed.
  const form = page.getByRole("dialog", { name: "Invite people" });
  const confirm = page.getByRole("dialog", { name: "Confirm that it is you" });
  await confirm.getByRole("button", { name: "Cancel" }).click();
  await form.getByLabel("Email addresses").fill(`hedy-${admin.id}@example.com`);
  await form.getByRole("button", { name: "Invite" }).click();
  await confirm.getByRole("button", { name: "Cancel" }).click();
  await expect(form.getByRole("alert")).toContainText("Nothing was changed");

  await form.getByRole("button", { name: "Invite" }).click();
  await confirm.getByLabel("Your password").fill("wrong");
  await confirm.getByRole("button", { name: "Confirm" }).click();
  await expect(confirm.getByLabel("Your password")).toHaveAccessibleDescription(/wrong/);
  await confirm.getByLabel("Your password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  const links = page.getByRole("dialog", { name: "Invitation created" });
  await links.getByRole("button", { name: "Done" }).click();
  await links.getByRole("button", { name: "Close anyway" }).click();

  // Over a question that is open already, too.
  await ageSignIn(admin.id);
  await page.getByRole("button", { name: /^Revoke for hedy/ }).click();
  await confirm.getByLabel("Your password").fill(PASSWORD);
  await confirm.getByRole("button", { name: "Confirm" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke invitation" }).click();
  await expect(page.getByRole("row", { name: /hedy/ })).toContainText("Revoked");
  await expect(page.getByRole("alertdialog")).toBeHidden();
});

test("pending invitations get a new link or none", async ({ page, signIn, apiAs, anonymous }) => {
  const api = await apiAs(await signIn());
  const email = `hedy-${Date.now()}@example.com`;
  const sent = await api.post("/api/v1/invitations", { emails: [email], role: "agent" });
  const first = String(Object(sent.body).data[0].url);
  await open(page, `${TEAM}?tab=invitations`);
  await page.getByRole("button", { name: `Resend to ${email}` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Make new link" }).click();
  const second = await copyAndClose(page.getByRole("dialog", { name: "New link made" }), `Link for ${email}`);
  const textOf = async (url: string) => (await anonymous.get(new URL(url).pathname)).text;
  expect(await textOf(first)).toContain("This link doesn&#x27;t work");
  expect(await textOf(second)).toContain("Accept invitation");

  await page.getByRole("button", { name: `Revoke for ${email}` }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke invitation" }).click();
  await expect(page.getByRole("row", { name: new RegExp(email) })).toContainText("Revoked");
  expect(await textOf(second)).toContain("This invitation was revoked");
});

test("lowering one's own role asks first and takes effect at once", async ({ page, signIn, person }) => {
  await signIn();
  await person();
  await open(page, TEAM);
  await expect(page.getByRole("row")).toHaveCount(3);
  const own = page.getByRole("row", { name: /You/ }).getByRole("combobox");
  await own.selectOption("Agent");
  const confirm = page.getByRole("alertdialog", { name: "Make yourself Agent?" });
  await expect(confirm).toContainText("write events");
  await confirm.getByRole("button", { name: "Cancel" }).click();
  await expect(own).toHaveValue("admin");
  await own.selectOption("Agent");
  await confirm.getByRole("button", { name: "Make me Agent" }).click();
  await expect(page.getByText("Your role can see the team but not change it.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Invite" })).toBeHidden();
});

test("teams are made, filled, renamed and deleted; roles read as text", async ({ page, signIn, person }) => {
  await signIn();
  await person({ role: "agent" });
  await open(page, `${TEAM}?tab=teams`);
  await page.getByRole("button", { name: "Create team" }).click();
  const create = page.getByRole("dialog", { name: "Create team" });
  await create.getByRole("button", { name: "Create team" }).click();
  await expect(create.getByLabel("Name")).toHaveAccessibleDescription(/Name the team/);
  await create.getByLabel("Name").fill("Billing");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Members of Billing" }).click();
  const members = page.getByRole("dialog", { name: "Members of “Billing”" });
  await expect(members.getByRole("checkbox", { name: "Ada" })).toHaveCount(2);
  for (const box of await members.getByRole("checkbox", { name: "Ada" }).all()) await box.check();
  await members.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("row", { name: /Billing/ })).toContainText("Ada, Ada");
  await page.getByRole("button", { name: "Actions for Billing" }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  const rename = page.getByRole("dialog", { name: "Rename “Billing”" });
  await rename.getByRole("textbox", { name: "Name" }).fill("Refunds");
  await rename.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("row", { name: /Refunds/ })).toBeVisible();
  await page.getByRole("button", { name: "Actions for Refunds" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete team" }).click();
  await expect(page.getByText("No teams yet")).toBeVisible();

  await page.getByRole("link", { name: "Roles" }).click();
  const tokens = page.getByRole("row", { name: /^Tokens/ });
  await expect(tokens).toHaveText(/Tokens\s*Write\s*Write\s*None\s*None/);
});

test("filters live in the URL, and a disabled member is marked", async ({ page, signIn, person }) => {
  await signIn();
  await person({ role: "viewer" });
  await open(page, `${TEAM}?role=viewer`);
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("button", { name: "Actions for Ada" }).click();
  const found = Promise.withResolvers<void>();
  await page.route(/\/api\/v1\/users\/\d+$/, async (route) => {
    await found.promise;
    await route.continue();
  });
  await page.getByRole("menuitem", { name: "Disable" }).click();
  const disable = page.getByRole("alertdialog").getByRole("button", { name: "Disable" });
  // Not before it is known what they own.
  await expect(disable).toBeDisabled();
  found.resolve();
  await disable.click();
  await expect(page.getByRole("row", { name: /Ada/ })).toContainText("Disabled");
  await filterBy(page, "Status", "Active");
  await expect(page.getByText("No members match")).toBeVisible();
  await expect(page).toHaveURL(/role=viewer.*status=active/);
});

async function ageSignIn(userId: number): Promise<void> {
  const longAgo = new Date(Date.now() - 24 * 3_600_000);
  await database().update(sessions).set({ authenticatedAt: longAgo }).where(eq(sessions.userId, userId));
}

function subscription(name: string) {
  return { name, targetUrl: "https://example.com/hook", eventTypes: ["ticket.created"] };
}
