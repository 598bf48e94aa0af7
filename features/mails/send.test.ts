import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createCustomerAccount } from "@/db/factories";
import { chooseMailsByLink } from "@/features/account/mail-choice";
import { eraseCustomer } from "@/features/customers/erase";
import { mergeCustomer } from "@/features/customers/merge";
import { updateCustomer } from "@/features/customers/service";
import { claimMail } from "@/features/mails/claim";
import { getMail, listMails } from "@/features/mails/queries";
import { recordSent } from "@/features/mails/record";
import { listMailsQuerySchema } from "@/features/mails/schema";
import { sendDueMail } from "@/features/mails/send";
import { reportBounce, resendMail } from "@/features/mails/service";
import { listComments } from "@/features/tickets/comments";
import { mergeTicket } from "@/features/tickets/merge";
import { addComment, deleteTicket } from "@/features/tickets/service";
import {
  answer,
  ctx,
  EMAIL,
  rows,
  sendAll,
  server,
  ticketOf,
  withOwnDatabaseAndMailServer,
} from "./test-set-up";

withOwnDatabaseAndMailServer({ MAILS_PER_TICKET_AND_HOUR: "3" });

const NOBODY = { ip: null, userAgent: null, requestId: "test" };

async function noteOf(ticketId: string) {
  const { data } = await listComments(ctx, ticketId, { limit: 10, order: "desc" });
  return data[0]?.mail;
}

test("answers of the same minutes come in one mail, with the desk, the texts and a link to the ticket", async () => {
  const ticket = await ticketOf();
  const { mail } = await answer(ticket, "Please update <b>PHP</b>.");
  await answer(ticket, "Then try again.");
  await addComment(ctx, ticket.id, { body: "Between us: no hurry.", visibility: "internal" });
  expect(mail).toMatchObject({ status: "waiting", obstacle: null, sentAt: null });
  await sendAll();

  const [received, ...more] = server.mails;
  expect(more).toEqual([]);
  expect(received?.to).toBe(EMAIL);
  expect(received?.headers).toMatchObject({
    from: "Replify <replify@desk.example>",
    subject: `[#${ticket.number}] Printer broken`,
    "auto-submitted": "auto-generated",
    "x-auto-response-suppress": "DR, RN, NRN, OOF, AutoReply",
    "list-unsubscribe-post": "List-Unsubscribe=One-Click",
  });
  for (const part of ["Acme answered", "Ada wrote", "Please update <b>PHP</b>.", "Then try again."])
    expect(received?.text).toContain(part);
  expect(received?.text).toContain(`/account/tickets/${ticket.id}`);
  expect(received?.text).not.toContain("Between us");
  expect(received?.html).toContain("&lt;b&gt;PHP&lt;/b&gt;");
  expect(received?.html).not.toContain("<b>");
  expect(await noteOf(ticket.id)).toBeNull();
  const [row] = await rows();
  expect(row).toMatchObject({ status: "sent", email: EMAIL });
});

test("a subject has nothing that turns it around, and what is stored keeps it", async () => {
  const subject = "See invoice_\u202egpj.exe\u2069, please";
  const ticket = await ticketOf(EMAIL, subject);
  await answer(ticket, "Don't open it.");
  await sendAll();
  expect(ticket.subject).toBe(subject);
  expect(server.mails[0]?.headers.subject).toBe(`[#${ticket.number}] See invoice_ gpj.exe , please`);
});

test("later answers are replies in one thread, whatever the ticket is called meanwhile", async () => {
  const ticket = await ticketOf(EMAIL, "Re: Printer broken\r\nBcc: everybody@example.com");
  for (const body of ["One", "Two", "Three"]) {
    await answer(ticket, body);
    await sendAll();
    await database().execute(sql`update tickets set subject = ${`Now ${body}`}`);
  }
  const [first, second, third] = server.mails.map(({ headers }) => headers);
  const subject = `[#${ticket.number}] Printer broken Bcc: everybody@example.com`;
  expect([first?.subject, second?.subject, third?.subject]).toEqual([
    subject,
    `Re: ${subject}`,
    `Re: ${subject}`,
  ]);
  expect(first?.bcc).toBeUndefined();
  const thread = `<ticket-${ticket.id}@desk.example>`;
  expect(first?.["in-reply-to"]).toBe(thread);
  expect(second?.["in-reply-to"]).toBe(first?.["message-id"]);
  expect(third?.["in-reply-to"]).toBe(second?.["message-id"]);
  expect(third?.references).toBe(`${thread} ${first?.["message-id"]} ${second?.["message-id"]}`);
  expect(new Set([first, second, third].map((one) => one?.["message-id"])).size).toBe(3);
});

test("of two workers at once one sends, and two replies at once share a mail", async () => {
  const ticket = await ticketOf();
  await Promise.all([answer(ticket, "One"), answer(ticket, "Two")]);
  const [row, ...others] = await rows();
  expect(others).toEqual([]);
  await database().execute(sql`update mails set due_at = now() - interval '1 ms'`);
  await Promise.all([sendDueMail(row?.id ?? ""), sendDueMail(row?.id ?? "")]);
  expect(server.mails).toHaveLength(1);
});

test("a worker that dies after sending leads to one more mail with the same Message-ID, and no third", async () => {
  const ticket = await ticketOf();
  await answer(ticket, "One");
  const [row] = await rows();
  const id = row?.id ?? "";
  await database().execute(sql`update mails set due_at = now() - interval '1 ms'`);
  const lost = await claimMail(id);
  expect(lost).not.toBeNull();
  // What is written now is for the next mail: this one may have arrived as it was.
  await answer(ticket, "Two");
  expect(await sendDueMail(id)).toBeNull();
  expect(server.mails).toEqual([]);
  await database().execute(sql`update mails set due_at = now() - interval '1 ms' where id = ${id}`);
  await sendDueMail(id);
  expect(server.mails.map(({ headers }) => headers["message-id"])).toEqual([row?.message_id]);
  expect(server.mails[0]?.text).not.toContain("Two");
  if (lost) await recordSent(lost);

  await answer(ticket, "Three");
  const next = (await rows())[1]?.id ?? "";
  for (let times = 0; times < 2; times++) {
    await database().execute(sql`update mails set due_at = now() - interval '1 ms' where id = ${next}`);
    expect(await claimMail(next)).not.toBeNull();
  }
  await database().execute(sql`update mails set due_at = now() - interval '1 ms' where id = ${next}`);
  await sendDueMail(next);
  expect(server.mails).toHaveLength(1);
  expect((await rows())[1]).toMatchObject({ status: "failed", error: expect.stringContaining("twice") });
});

test("what may be taken later is tried again; an address that nobody has gets no more until it is resent or changed", async () => {
  const ticket = await ticketOf();
  await answer(ticket, "One");
  server.refuse = () => ({ code: 450, message: "4.2.0 greylisted" });
  const [id = ""] = await sendAll();
  expect(await noteOf(ticket.id)).toMatchObject({ status: "waiting", error: "450 4.2.0 greylisted" });
  expect(await sendDueMail(id)).toBeGreaterThan(Date.now() + 30_000);

  server.refuse = () => ({ code: 550, message: "5.1.1 no such user" });
  await sendAll();
  expect(await noteOf(ticket.id)).toMatchObject({ status: "bounced", error: "550 5.1.1 no such user" });
  const next = await answer(ticket, "Two");
  expect(next.mail).toMatchObject({ status: "skipped", obstacle: "address_bounced" });

  server.refuse = () => undefined;
  const resend = () => resendMail(ctx, next.mail?.id ?? "");
  const both = await Promise.allSettled([resend(), resend()]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await expect(resendMail(ctx, next.mail?.id ?? "")).rejects.toThrow("on its way");
  await sendAll();
  expect(server.mails.map(({ text }) => text.includes("Two"))).toEqual([true]);
  expect((await answer(ticket, "Three")).mail).toMatchObject({ status: "waiting" });

  await reportBounce(ctx, {
    messageId: (await rows())[1]?.message_id.slice(1, -1) ?? "",
    kind: "permanent",
    reason: "mailbox gone",
  });
  await sendAll();
  expect(await noteOf(ticket.id)).toMatchObject({ status: "skipped", obstacle: "address_bounced" });
  await updateCustomer(ctx, ticket.customer?.id ?? "", { email: "new@example.com" });
  expect((await answer(ticket, "Four")).mail).toMatchObject({ status: "waiting" });
});

test("a server that refuses us, not the address, blocks nobody", async () => {
  const ticket = await ticketOf();
  await answer(ticket, "One");
  server.refuse = () => ({ code: 554, message: "5.7.1 relay access denied" });
  await sendAll();
  expect(await noteOf(ticket.id)).toMatchObject({ status: "failed" });
  expect((await answer(ticket, "Two")).mail).toMatchObject({ status: "waiting" });
});

test("a ticket gets so many mails an hour and no more", async () => {
  const ticket = await ticketOf();
  for (const body of ["One", "Two", "Three", "Four"]) {
    await answer(ticket, body);
    await sendAll();
  }
  expect(server.mails).toHaveLength(3);
  expect(await noteOf(ticket.id)).toMatchObject({ status: "skipped", obstacle: "too_many" });
});

test("whoever has no address, switched mails off, or was deleted gets none", async () => {
  const silent = await ticketOf(null);
  expect((await answer(silent, "One")).mail).toMatchObject({ obstacle: "no_address" });

  const ticket = await ticketOf();
  await answer(ticket, "One");
  await sendAll();
  const [, token = ""] = /\/account\/mails\/(\S+)/.exec(server.mails[0]?.text ?? "") ?? [];
  expect(server.mails[0]?.headers["list-unsubscribe"]).toMatch(new RegExp(`^<http.*/api/mails/${token}>$`));
  const forged = token.replace(/\.(.)/, (_, first) => (first === "A" ? ".B" : ".A"));
  expect(await chooseMailsByLink(forged, false, NOBODY)).toBe(false);
  await answer(ticket, "Two");
  expect(await chooseMailsByLink(token, false, NOBODY)).toBe(true);
  await sendAll();
  expect(await noteOf(ticket.id)).toMatchObject({ status: "skipped", obstacle: "switched_off" });
  await expect(resendMail(ctx, (await noteOf(ticket.id))?.id ?? "")).rejects.toThrow("switched mails off");
  expect(await chooseMailsByLink(token, true, NOBODY)).toBe(true);

  await answer(ticket, "Three");
  await deleteTicket(ctx, ticket.id);
  await sendAll();
  expect((await rows()).at(-1)).toMatchObject({ status: "skipped", obstacle: "ticket_gone" });
  expect(server.mails).toHaveLength(1);
});

test("erasing a customer leaves no address, subject or text, and stops what waits", async () => {
  const ticket = await ticketOf();
  await answer(ticket, "One");
  await sendAll();
  await answer(ticket, "Two");
  await eraseCustomer(ctx, ticket.customer?.id ?? "");
  await sendAll();
  expect(server.mails).toHaveLength(1);
  const left = await database().execute(sql`select email, subject, error, status from mails order by id`);
  expect(left).toEqual([
    { email: null, subject: null, error: null, status: "sent" },
    { email: null, subject: null, error: null, status: "skipped" },
  ]);
  const { data } = await listMails(ctx, listMailsQuerySchema.parse({}));
  for (const { id } of data) expect(await getMail(ctx, id)).toMatchObject({ text: null, headers: [] });
});

test("merged customers and tickets keep their mails, and one thread", async () => {
  const first = await ticketOf();
  await answer(first, "One");
  await sendAll();
  const winner = await createCustomerAccount(
    { id: ctx.organizationId, name: "Acme" },
    { email: "winner@example.com" },
  );
  await mergeCustomer(ctx, first.customer?.id ?? "", winner.customerId);
  const second = await ticketOf("winner@example.com", "Another");
  await mergeTicket(ctx, first.id, { intoId: second.id });
  await answer(first, "Two");
  await sendAll();
  const [one, two] = server.mails;
  expect(two?.to).toBe("winner@example.com");
  expect(two?.headers["in-reply-to"]).toBe(one?.headers["message-id"]);
});

test("the log is found by address and ticket, and shows a mail without what unlocks anything", async () => {
  const ticket = await ticketOf();
  await answer(ticket, "One");
  await sendAll();
  const list = (query: object) => listMails(ctx, listMailsQuerySchema.parse(query));
  for (const query of [{ q: "dana@ex" }, { q: `#${ticket.number}` }, { status: "sent" }])
    expect((await list(query)).data).toHaveLength(1);
  for (const query of [{ q: "nobody@ex" }, { q: "#999" }, { status: "failed" }])
    expect((await list(query)).data).toEqual([]);
  const detail = await getMail(ctx, (await rows())[0]?.id ?? "");
  expect(detail.text).toContain("One");
  expect(JSON.stringify(detail)).not.toMatch(/mails\/[\w-]+\.[\w-]{43}/);
  expect(detail.headers.find(({ name }) => name === "Subject")?.value).toBe(server.mails[0]?.headers.subject);
});
