import { createCustomerAccount, type TestOrganization } from "@/db/factories";
import { verifyClientSecret } from "@/features/oauth-clients/client-secret";
import { findClient } from "@/features/oauth-clients/find-client";
import { openSession } from "@/features/oauth-sessions/open";
import { verifyAccessToken } from "@/features/oauth-sessions/verify";
import { expect, test } from "./fixtures";
import { copyAndClose, open } from "./steps";

const LIST = "/settings/api/oauth";
const CALLER = { ip: "203.0.113.7", userAgent: "Plugin/1.0" };

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("an app is created, its secret copied once and rotated, its sessions revoked, and it is deleted", async ({
  page,
  signIn,
  organization,
}) => {
  await signIn();
  await open(page, LIST);
  await expect(page.getByText("No apps yet")).toBeVisible();
  await page.getByRole("link", { name: "Create app" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("Portal");
  await page.getByRole("radio", { name: "Confidential" }).check();
  const uri = page.getByRole("textbox", { name: "Redirect URI 1" });
  await uri.fill("http://app.example.com/cb");
  await page.getByRole("button", { name: "Add redirect URI" }).click();
  await page.getByRole("textbox", { name: "Redirect URI 2" }).fill("https://*/wp-admin/admin.php");
  await page.getByRole("button", { name: "Create app" }).click();
  await expect(uri).toBeFocused();
  await expect(uri).toHaveAccessibleDescription(/Use https/);
  await uri.fill("https://app.example.com/cb");
  await page.getByRole("button", { name: "Create app" }).click();
  const secret = await copyAndClose(page.getByRole("dialog", { name: "App created" }), "Client secret");
  expect(secret).toMatch(/^rpl_cs_[\w-]{43}$/);

  await expect(page.getByText("No one has connected yet")).toBeVisible();
  const sample = await page.getByText(/oauth\/authorize\?response_type=code/).innerText();
  const client = await findClient(new URL(sample).searchParams.get("client_id") ?? "");
  if (!client) throw new Error("The sample names no app.");
  expect(await page.content()).not.toContain(secret);
  expect(await verifyClientSecret(client, secret)).toBe(true);

  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await page.getByRole("button", { name: "Rotate secret" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Rotate secret" }).click();
  const rotated = await copyAndClose(page.getByRole("dialog", { name: "Secret rotated" }), "Client secret");
  await expect(page.getByRole("region", { name: "Overlap" })).toContainText("Two secrets valid until");
  for (const one of [secret, rotated]) expect(await verifyClientSecret(client, one)).toBe(true);

  const tokens = await connect(organization, client);
  await page.getByRole("link", { name: "Sessions" }).click();
  const row = page.getByRole("row", { name: /Dana 1/ });
  await row.getByRole("button", { name: /Revoke/ }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke session" }).click();
  await expect(row).toContainText("Revoked");
  expect(await verifyAccessToken(tokens[0] ?? "", CALLER)).toBeNull();
  expect(await verifyAccessToken(tokens[1] ?? "", CALLER)).not.toBeNull();

  await page.getByRole("link", { name: "Settings", exact: true }).click();
  await page.getByRole("button", { name: "Delete app" }).click();
  const confirm = page.getByRole("alertdialog");
  await expect(confirm).toContainText("1 session ends");
  await confirm.getByRole("textbox").fill("Portal");
  await confirm.getByRole("button", { name: "Delete app" }).click();
  await expect(page).toHaveURL(LIST);
  await expect(page.getByText("No apps yet")).toBeVisible();
  expect(await verifyAccessToken(tokens[1] ?? "", CALLER)).toBeNull();
});

/** Two customers; their access tokens. */
async function connect(
  organization: TestOrganization,
  client: Parameters<typeof openSession>[0]["client"],
): Promise<string[]> {
  const tokens: string[] = [];
  for (const name of ["Dana 1", "Dana 2"]) {
    const { id: accountId } = await createCustomerAccount(organization, { name });
    const host = "shop.example";
    const opening = { client, accountId, scopes: client.scopes, host, origin: "authorization_code" } as const;
    tokens.push((await openSession(opening, CALLER)).access_token);
  }
  return tokens;
}
