import { listMailsEndpoint, resendMailEndpoint } from "@/features/mails/contract";
import { createTicketEndpoint } from "@/features/tickets/contract";
import { signInByPassword } from "../scripts/password-sign-in";
import { expectAccessible } from "./accessible";
import { Api } from "./api";
import { type AppWithAdmin, startAppWithAdmin } from "./app-with-admin";
import { expect, test } from "./fixtures";
import { type MailServer, startMailServer } from "./mail-server";
import { open } from "./steps";

const CUSTOMER = "dana@whitfield.example";
const PASSWORD = "a sentence that nobody guesses";

test.setTimeout(180_000);

let mailbox: MailServer;
let desk: AppWithAdmin;

test.beforeAll(async () => {
  mailbox = await startMailServer();
  desk = await startAppWithAdmin("mails", {
    SMTP_URL: mailbox.url,
    MAIL_FROM: "Whitfield Prints <desk@whitfield.example>",
    MAIL_BUNDLE_SECONDS: "1",
  });
});

test.afterAll(async () => {
  await desk.app.stop();
  await mailbox.stop();
});

test("an answer is mailed, its link leads the customer in, and the two go on live", async ({
  page,
  browser,
}) => {
  const { app, admin } = desk;
  const session = new Api(app.url, { cookie: await signInByPassword(app.url, admin) });
  const { id } = await session.call(createTicketEndpoint, {
    body: { subject: "Checkout is blank", body: "Since today.", customer: { email: CUSTOMER, name: "Dana" } },
  });
  await open(page, `${app.url}/sign-in?next=/tickets/${id}`);
  await page.getByLabel("Email").fill(admin.email);
  await page.getByLabel("Password", { exact: true }).fill(admin.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const mayArrive = Promise.withResolvers<void>();
  mailbox.onMail = () => mayArrive.promise;
  await page.getByRole("textbox", { name: /^Reply/ }).fill("Please update PHP.");
  await page.keyboard.press("ControlOrMeta+Enter");
  const conversation = page.getByRole("log");
  await expect(conversation.getByText(/^Mail (waits|is being sent)$/)).toBeVisible();
  mayArrive.resolve();
  await expect(conversation.getByText(/^Mailed/)).toBeVisible();
  // The admin is told of the new sign-in.
  const mailed = () => mailbox.mails.filter(({ to }) => to === CUSTOMER);
  const [mail] = mailed();
  expect(mail).toMatchObject({ to: CUSTOMER, headers: { "auto-submitted": "auto-generated" } });

  const customer = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await open(customer, linkIn(mail?.text, "/account/tickets/"));
  await customer.getByRole("link", { name: "Sign in by a link in a mail" }).click();
  await expect(customer.getByRole("heading", { name: "Sign in by a link" })).toBeVisible();
  await customer.getByLabel("Email").fill(CUSTOMER);
  await customer.getByRole("button", { name: "Send the link" }).click();
  await expect.poll(() => mailed().length).toBe(2);
  await open(customer, linkIn(mailed()[1]?.text, "/oauth/invitation"));
  await customer.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await customer.getByRole("button", { name: "Create account" }).click();
  await customer.getByRole("link", { name: "Open your account" }).click();
  await customer.getByRole("link", { name: "Checkout is blank" }).click();
  await expect(customer.getByRole("list", { name: "Conversation" })).toContainText("Please update PHP.");
  await customer.getByLabel("Your answer").fill("Done, thank you.");
  await customer.getByRole("button", { name: "Send answer" }).click();
  await expect(conversation).toContainText("Done, thank you.");

  const { data: sent } = await session.call(listMailsEndpoint, { query: {} });
  await session.call(resendMailEndpoint, { params: { id: sent[0]?.id ?? "" } });
  await expect.poll(() => mailed().at(-1)?.headers["message-id"]).toBe(mail?.headers["message-id"]);

  await open(customer, linkIn(mail?.text, "/account/mails/"));
  await expectAccessible(customer, "the switch of mails");
  await customer.getByRole("button", { name: "Switch mails off" }).click();
  await expect(customer.getByRole("heading", { name: "Mails are off" })).toBeVisible();
  await page.getByRole("textbox", { name: /^Reply/ }).fill("Glad to hear it.");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(conversation.getByText(/^Not mailed/)).toBeVisible();
  await conversation.getByText(/^Not mailed/).click();
  await expect(page.getByText("Not mailed: the customer has switched mails off.")).toBeVisible();
  await expectAccessible(page, "a mail");
  expect(mailed()).toHaveLength(3);
});

function linkIn(text: string | undefined, path: string): string {
  const links = (text ?? "").match(/http\S+/g) ?? [];
  const link = links.find((one) => one.includes(path));
  if (!link) throw new Error(`no link to ${path} in:\n${text}`);
  return link;
}
