import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type MailServer, startMailServer } from "@/e2e/mail-server";
import { sendMails } from "@/lib/mail";

let server: MailServer;

beforeAll(async () => {
  server = await startMailServer();
  // Before anything reads the settings, which happens once.
  vi.stubEnv("SMTP_URL", server.url);
  vi.stubEnv("MAIL_FROM", "Replify <replify@desk.example>");
});

afterAll(() => server.stop());

test("several mails go one after another over one connection", async () => {
  const addresses = ["a", "b", "c"].map((name) => `${name}@example.com`);
  sendMails(addresses.map((to) => ({ to, subject: "Invitation", text: "Come in" })));
  await expect.poll(() => server.mails.map(({ to }) => to)).toEqual(addresses);
  expect(server.connections).toBe(1);
});
