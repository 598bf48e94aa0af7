import { gzipSync } from "node:zlib";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { database } from "@/db/client";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { messages } from "@/db/schema";
import { getIncomingRequest } from "@/features/incoming-requests/queries";
import {
  commentsOf,
  makeWebhook,
  send,
  sendBytes,
  ticketsOf,
} from "@/features/incoming-requests/sent-requests";
import { PRESETS } from "@/features/incoming-webhooks/presets/presets";
import { USUAL_RULES } from "@/features/incoming-webhooks/presets/usual-rules";
import { previewMapping } from "@/features/incoming-webhooks/preview";
import { previewMappingSchema } from "@/features/incoming-webhooks/preview-schema";
import type { CreatedIncomingWebhook } from "@/features/incoming-webhooks/schema";
import type { Context } from "@/lib/context";

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

async function call(webhook: CreatedIncomingWebhook, headers: Record<string, string>, body: Buffer) {
  return (await sendBytes(webhook, headers, body)).body;
}

function filesOf(webhook: CreatedIncomingWebhook, { requestId }: Record<string, unknown>) {
  return getIncomingRequest(ctx, webhook.id, String(requestId)).then(({ files }) => files);
}

const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("mail as Postmark posts it", () => {
  const FIRST_ID = "<CAGXpo2WKfxHWZ5UFYCR3H@mail.example.com>";
  const mail = <More extends object>(more: More) => ({
    FromName: "Dana Moreno",
    From: "dana@example.com",
    FromFull: { Email: "dana@example.com", Name: "Dana Moreno", MailboxHash: "" },
    To: '"Help" <help@acme.example>',
    MailboxHash: "",
    Tag: "",
    HtmlBody: "",
    StrippedTextReply: "",
    ...more,
  });
  const first = mail({
    Subject: "Printer on fire",
    MessageID: "22c74902-a0c1-4511-804f-341342852c90",
    TextBody: "It smokes.\n\nHelp!",
    Headers: [
      { Name: "X-Spam-Status", Value: "No" },
      { Name: "Message-ID", Value: FIRST_ID },
    ],
    Attachments: [
      {
        Name: "smoke.png",
        Content: base64("12345"),
        ContentType: "image/png",
        ContentLength: 4096,
        ContentID: "",
      },
      { Name: "log.txt", Content: base64("It burns."), ContentType: "text/plain", ContentLength: 9 },
    ],
  });
  const reply = mail({
    Subject: "Re: Printer on fire",
    MessageID: "b7bc2f4a-e38e-4336-af7d-e6c392c2f817",
    TextBody: "It still smokes.",
    Headers: [
      { Name: "Message-Id", Value: "<second@mail.example.com>" },
      { Name: "In-Reply-To", Value: "<desk-1@acme.example>" },
      { Name: "References", Value: `${FIRST_ID} <desk-1@acme.example>` },
    ],
    Attachments: [
      { Name: "more smoke.png", Content: base64("123"), ContentType: "image/png", ContentLength: 3 },
      { Name: "bill.pdf", Content: base64("1234"), ContentType: "application/pdf", ContentLength: 4 },
    ],
  });

  test("and a reply to it, each with two attachments, are one ticket with a comment, and the files are named", async () => {
    const { mapping } = PRESETS.postmark.example ?? {};
    const made = await makeWebhook(ctx, { sender: "postmark", ...USUAL_RULES.postmark, mapping });
    const headers = {
      authorization: `Basic ${base64(`postmark:${made.secret}`)}`,
      "content-type": "application/json",
    };
    const opened = await call(made, headers, Buffer.from(JSON.stringify(first)));
    const answered = await call(made, headers, Buffer.from(JSON.stringify(reply)));
    expect(opened).toMatchObject({ outcome: "created" });
    expect(answered).toMatchObject({ outcome: "commented", ticketId: opened.ticketId });
    expect(await ticketsOf(ctx)).toMatchObject([
      {
        subject: "Printer on fire",
        body: "It smokes.\n\nHelp!\n\nFiles that came with it:\n- smoke.png (image/png, 5\u00a0B)\n- log.txt (text/plain, 9\u00a0B)",
      },
    ]);
    expect(await commentsOf(opened.ticketId)).toEqual([
      {
        body: "It still smokes.\n\nFiles that came with it:\n- more smoke.png (image/png, 3\u00a0B)\n- bill.pdf (application/pdf, 4\u00a0B)",
        author: "customer",
        name: "Dana Moreno",
      },
    ]);
    expect(await filesOf(made, opened)).toEqual([
      { field: "Attachments.0", name: "smoke.png", type: "image/png", size: 5 },
      { field: "Attachments.1", name: "log.txt", type: "text/plain", size: 9 },
    ]);
  });

  test("of two threads is two tickets, and a mail without text is a comment of its files", async () => {
    const made = await makeWebhook(ctx, {
      ...USUAL_RULES.postmark,
      rules: [{ conditions: { all: [{ path: "Reply", operator: "exists" }] }, action: "add_comment" }],
      otherwise: { action: "create_ticket" },
      mapping: { ...PRESETS.postmark.example?.mapping, subject: "Subject" },
    });
    const other = { ...first, Headers: [{ Name: "message-id", Value: "<other@mail.example.com>" }] };
    const opened = await send(made, first);
    await send(made, other);
    expect(await ticketsOf(ctx)).toHaveLength(2);
    await send(made, { ...reply, TextBody: "", Reply: true, Attachments: reply.Attachments.slice(1) });
    expect(await commentsOf(opened.ticketId)).toMatchObject([
      { body: "File that came with it:\n- bill.pdf (application/pdf, 4\u00a0B)" },
    ]);
  });
});

test("a form that is packed lists its files, and those in base64 in its fields", async () => {
  const made = await makeWebhook(ctx, { signature: { type: "bearer" } });
  const part = (disposition: string, content: string) =>
    `--b\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;
  const form = [
    part('name="subject"', "Down"),
    part('name="file"; filename="a.txt"', "12345"),
    part('name="screenshot"', `data:image/png;base64,${base64("123")}`),
    "--b--\r\n",
  ].join("");
  const headers = {
    authorization: `Bearer ${made.secret}`,
    "content-type": "multipart/form-data; boundary=b",
    "content-encoding": "gzip",
  };
  const answer = await call(made, headers, gzipSync(form));
  expect(await filesOf(made, answer)).toEqual([
    { field: "file", name: "a.txt", type: "", size: 5 },
    { field: "screenshot", name: "", type: "image/png", size: 3 },
  ]);
  expect(await ticketsOf(ctx)).toMatchObject([
    {
      body: "Files that came with it:\n- a.txt (unknown type, 5\u00a0B)\n- screenshot (image/png, 3\u00a0B)",
    },
  ]);
});

describe("files in what comes of a request", () => {
  const files = [
    { name: "a.txt", content: base64("1") },
    { name: "b.txt", content: base64("12"), type: "text/plain" },
  ];

  test("are in a message, too, and change nothing else", async () => {
    const made = await makeWebhook(ctx, { action: "post_message" });
    const answer = await send(made, { body: "Look", files, customer: { email: "dana@example.com" } });
    const [message] = await database()
      .select({ body: messages.body })
      .from(messages)
      .where(eq(messages.id, String(answer.messageId)));
    expect(message?.body).toMatch(/^Look\n\nFiles that came with it:\n- a\.txt/);
  });

  test("are where the mapping puts them, and not twice", async () => {
    const preview = (mapping: object, more: object = {}) =>
      previewMapping(
        ctx,
        previewMappingSchema.parse({
          action: "create_ticket",
          mapping: { subject: "{{ text }}", ...mapping },
          payload: { text: "Look", list: files.map((file) => ({ ...file, type: "text/plain" })) },
          ...more,
        }),
      );
    expect(preview({ body: '{{ text }}: {{ files | map: "name" | join: ", " }}' }).fields).toMatchObject({
      body: "Look: a.txt, b.txt",
    });
    expect(preview({ body: "files.1.name" }).fields).toMatchObject({ body: "b.txt" });
    expect(preview({ body: '{{ list | map: "name" | first }}' }).fields).toMatchObject({
      body: "a.txt\n\nFile that came with it:\n- b.txt (text/plain, 2\u00a0B)",
    });
    expect(preview({ body: "text", tags: '{{ files | map: "type" | uniq }}' }).fields).toMatchObject({
      body: expect.stringContaining("- a.txt (text/plain, 1\u00a0B)"),
      tags: ["text/plain"],
    });
    const form = { files: [{ field: "f", name: "c.png", type: "image/png", size: 3 }] };
    expect(preview({}, form).fields).toMatchObject({ body: expect.stringMatching(/c\.png.*\n.*a\.txt/) });
    const images = { all: [{ path: "files.type", operator: "starts_with", value: "image/" }] };
    expect(preview({}, { ...form, conditions: images }).ignored).toBeNull();
    expect(preview({}, { conditions: images }).ignored).toContain("files.type");
  });

  test("a field of the payload's own with that name is what is meant", () => {
    const input = {
      action: "create_ticket",
      mapping: { subject: "{{ files | first }}", body: "files.0" },
      conditions: { all: [{ path: "files", operator: "equals", value: "one" }] },
      payload: { files: ["one"], shot: `data:image/png;base64,${base64("123")}` },
    };
    expect(previewMapping(ctx, previewMappingSchema.parse(input)).fields).toMatchObject({
      subject: "one",
      body: "one\n\nFile that came with it:\n- shot (image/png, 3\u00a0B)",
    });
    const none = {
      ...input,
      payload: { subject: "a" },
      conditions: null,
      mapping: { subject: '{{ files | default: "none" }}' },
    };
    expect(previewMapping(ctx, previewMappingSchema.parse(none)).fields).toEqual({ subject: "none" });
  });

  test("with names that would break the text, or are too many, leave it readable", async () => {
    const made = await makeWebhook(ctx);
    const odd = "a\r\n- forged.txt\u0007\u202egpj.exe";
    const long = `${"x".repeat(500)}.tar.gz`;
    const many = Array.from({ length: 25 }, (_, index) => ({ name: `${index}.txt`, content: "QQ==" }));
    const body = "y".repeat(100_000);
    const { requestId } = await send(made, {
      subject: "Down",
      body,
      files: [{ name: odd, content: "QQ==" }, { name: long, content: "QQ==" }, ...many],
    });
    const [ticket] = await ticketsOf(ctx);
    expect(ticket?.body).toHaveLength(100_000);
    const [, ...lines] = ticket?.body?.split("Files that came with it:\n")[1]?.split("\n") ?? [];
    expect(ticket?.body).toContain("\n- a - forged.txt ‹U+202E›gpj.exe (unknown type, 1\u00a0B)\n");
    expect(lines[0]).toBe(`- ${"x".repeat(90)}…${"x".repeat(23)}.tar.gz (unknown type, 1\u00a0B)`);
    expect(lines).toHaveLength(20);
    expect(lines.at(-1)).toBe("- and 7 more, which the request lists");
    expect(await filesOf(made, { requestId })).toHaveLength(27);
  });
});
