import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { transaction } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { createInvitations, resendInvitation } from "./invite";

interface Received {
  from: string;
  to: string[];
  source: string;
}

let received: Received[] = [];
const server = new SMTPServer({
  disabledCommands: ["AUTH", "STARTTLS"],
  onRcptTo({ address }, _, done) {
    done(address.startsWith("refused") ? new Error("no such mailbox") : undefined);
  },
  onData(stream, { envelope }, done) {
    text(stream).then((source) => {
      const { mailFrom, rcptTo } = envelope;
      received.push({ from: mailFrom ? mailFrom.address : "", to: rcptTo.map((to) => to.address), source });
      done();
    }, done);
  },
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  // Before anything reads the settings, which happens once.
  vi.stubEnv("SMTP_URL", `smtp://127.0.0.1:${port}`);
  vi.stubEnv("MAIL_FROM", "Replify <replify@example.com>");
});

beforeEach(() => {
  received = [];
});

afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

test("each invited person gets a mail with their own link", async () => {
  const { ctx } = await workspace("Ünïcode & Söhne\r\nBcc: eve@example.com");
  const emails = [address(), address()];
  const { data, mailed } = await createInvitations(ctx, { emails, role: "agent" });
  expect(mailed).toBe(true);
  await expect.poll(() => received).toHaveLength(2);
  for (const [index, mail] of received.entries()) {
    expect(mail.from).toBe("replify@example.com");
    expect(mail.to).toEqual([emails[index]]);
    expect(mail.source).toContain("From: Replify <replify@example.com>");
    // A name of several lines makes no header and no line of its own.
    expect(mail.source).not.toMatch(/^bcc:/im);
    const body = mail.source.replace(/=\r\n/g, "").replaceAll("=3D", "=");
    expect(body).toContain(data[index]?.url);
    expect(body).not.toContain(data[1 - index]?.url);
    expect(body).toContain("Ada invites you to join");
  }

  const first = data[0];
  const again = await resendInvitation(ctx, first?.id ?? "");
  expect(again.mailed).toBe(true);
  await expect.poll(() => received).toHaveLength(3);
  expect(received[2]?.source.replace(/=\r\n/g, "").replaceAll("=3D", "=")).toContain(again.url);
});

test("what is not committed is not mailed", async () => {
  const { ctx } = await workspace();
  const rolledBack = transaction(async () => {
    await createInvitations(ctx, { emails: [address()], role: "agent" });
    throw new Error("no");
  });
  await expect(rolledBack).rejects.toThrow("no");
  const email = address();
  await createInvitations(ctx, { emails: [email], role: "agent" });
  await expect.poll(() => received).toHaveLength(1);
  expect(received[0]?.to).toEqual([email]);
});

test("an address that the mail server refuses holds up neither the answer nor the others", async () => {
  const { ctx } = await workspace();
  const emails = [`refused-${address()}`, address()];
  const { data } = await createInvitations(ctx, { emails, role: "agent" });
  expect(data).toHaveLength(2);
  await expect.poll(() => received.map(({ to }) => to)).toEqual([[emails[1]]]);
});

async function workspace(name = "Acme") {
  const organization = await createOrganization({ name });
  return { ctx: createContext(await createUser(organization)) };
}

function address(): string {
  return `${randomUUID()}@example.com`;
}
