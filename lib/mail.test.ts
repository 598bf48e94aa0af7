import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type MailServer, startMailServer } from "@/e2e/mail-server";
import { sendMails } from "@/lib/mail";

let server: MailServer;

beforeAll(async () => {
  server = await startMailServer();
  // Before anything reads the settings, which happens once.
  vi.stubEnv("SMTP_URL", server.url.replace("//", "//us%3Aer%40desk:p%3Ass%25%C3%A9@"));
  vi.stubEnv("MAIL_FROM", "Replify <replify@desk.example>");
});

afterAll(() => server.stop());

test("several mails go one after another over one connection", async () => {
  const addresses = ["a", "b", "c"].map((name) => `${name}@example.com`);
  sendMails(addresses.map((to) => ({ to, subject: "Invitation", text: "Come in" })));
  await expect.poll(() => server.mails.map(({ to }) => to)).toEqual(addresses);
  expect(server.connections).toBe(1);
});

test("it signs in with user and password of SMTP_URL as they were before they were written into it", async () => {
  sendMails([{ to: "a@example.com", subject: "Invitation", text: "Come in" }]);
  await expect.poll(() => server.logins.at(-1)).toEqual({ username: "us:er@desk", password: "p:ss%é" });
});
