import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EVENT_TYPES, eventDefinition } from "@/features/event-catalog/catalog";
import { sampleDeliveries } from "@/features/formats/samples";

const APP_URL = "https://desk.example";
const SPACE = "\u200b";

interface SlackBody {
  text: string;
  blocks: [{ text: { text: string; verbatim: boolean } }, { elements: { text: string }[] }?];
}

interface DiscordBody {
  content: string;
  embeds: [{ title: string; url: string; fields: { name: string; value: string }[] }];
  allowed_mentions: unknown;
}

function slack(type: string, data: unknown): SlackBody {
  const [body] = sampleDeliveries({ type, data: JSON.stringify(data) }, "slack", APP_URL);
  return body as SlackBody;
}

function discord(type: string, data: unknown): DiscordBody {
  const [body] = sampleDeliveries({ type, data: JSON.stringify(data) }, "discord", APP_URL);
  return body as DiscordBody;
}

describe("the sentence", () => {
  test.each([
    [
      "ticket.status_changed",
      { id: "t1", number: 7, subject: "Blank page", from: "open", to: "resolved" },
      "<https://desk.example/tickets/t1|Ticket #7> went from open to resolved, by Mike Jones: Blank page",
    ],
    [
      "ticket.comment_added",
      {
        id: "t1",
        number: 7,
        comment: { visibility: "internal", author: { name: "Ada" }, body: "Call\nher" },
      },
      "<https://desk.example/tickets/t1|Ticket #7> got a note by Ada: Call her",
    ],
    [
      "message.created",
      { sender: "client", clientId: 3350, content: { message: "Is it still there?" } },
      "Message from client> was sent: Is it still there?",
    ],
    [
      "call.ended",
      { customerPhone: "+1416", agentName: "Mike", duration: 340, status: "completed" },
      "Call with +1416> ended",
    ],
    [
      "email_opened",
      { contact: { fullName: "Omar Haddad" }, sequence: { id: 3 } },
      "Omar Haddad> opened an email",
    ],
    [
      "listing.updated",
      { previous: { status: "A" }, data: { mlsNumber: "W1", status: "U" } },
      "Listing W1> was changed",
    ],
    [
      "email_replied",
      { contact: { fullName: "Omar Haddad" }, replyText: "Yes, please." },
      "Omar Haddad> replied to an email: Yes, please.",
    ],
    [
      "email_link_clicked",
      { contact: { fullName: "Omar Haddad" }, link: "desk.example/demo" },
      "Omar Haddad> clicked a link in an email: desk.example/demo",
    ],
    [
      "email_account_error",
      { emailAccount: "sales@desk.example", emailAccountId: 88 },
      "Email account sales@desk.example> has an error",
    ],
    [
      "linkedin_account_alerts",
      { linkedInAccountId: 41, message: "Credits are used up." },
      "LinkedIn account 41> needs attention: Credits are used up.",
    ],
    ["acme.order_placed", { title: "Order 12", total: 3 }, "acme.order_placed>: Order 12"],
    ["acme.order_placed", { total: 3 }, "acme.order_placed>"],
    ["toString", { subject: 12345678901234567890n.toString() }, "toString>: 12345678901234567890"],
  ])("of %s says what happened to what", (type, data, expected) => {
    const { text, blocks } = slack(type, data);
    expect(text.split("\n")[0]).toContain(expected);
    expect(text.split("\n")[0]).toBe(blocks[0].text.text);
  });

  test.each(EVENT_TYPES)("of %s is more than its name", (type) => {
    const { sample } = eventDefinition(type);
    expect(slack(type, sample).text).not.toContain(type);
    expect(discord(type, sample).content).not.toContain("undefined");
    for (const data of [{}, { id: null, number: [], customer: "x", changed: { a: 1 } }])
      expect(slack(type, data).text).not.toMatch(/undefined|null|object/);
  });
});

test("at most three facts follow, what changed before all others", () => {
  const data = { id: "t1", number: 7, priority: "urgent", status: "open", customer: { name: "Dana" } };
  const { embeds } = discord("ticket.updated", {
    ...data,
    changed: { priority: { from: "high", to: "urgent" } },
  });
  expect(embeds[0].fields).toEqual([
    { name: "Priority", value: "high → urgent", inline: true },
    { name: "Status", value: "open", inline: true },
    { name: "Customer", value: "Dana", inline: true },
  ]);
});

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        ...["<!channel>", "<@U1>", "@everyone", "@here", "[a](https://x.example)", "<https://x.example|y>"],
        ...["*b*", "_i_", "~s~", "`c`", "&lt;", "\\", "||", "> q", "# h", "\n", "\u202e", "😀".repeat(300)],
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(" "));

const hostileEvent = fc
  .record({ type: fc.constantFrom(...EVENT_TYPES, "acme.order"), text: hostile, other: hostile })
  .map(({ type, text, other }) => ({
    type,
    data: {
      ...{
        id: "1",
        subject: text,
        name: text,
        body: other,
        title: text,
        sender: other,
        from: text,
        to: other,
      },
      ...{
        customer: { name: text },
        contact: { fullName: other },
        comment: { body: text, author: { name: other } },
      },
      ...{ changed: { [other]: { from: text, to: other } }, mlsNumber: text, number: text },
    },
  }));

test("Slack, Mattermost and Rocket.Chat get nothing that calls people, and no link but ours", () => {
  fc.assert(
    fc.property(hostileEvent, ({ type, data }) => {
      const { text, blocks } = slack(type, data);
      const [section, context] = blocks;
      const shown = [text, section.text.text, ...(context?.elements ?? []).map((element) => element.text)];
      for (const one of shown) {
        const others = one.replace(/^<https:\/\/desk\.example[^<>|]*\|/, "").replace(">", "");
        expect(others.includes("<") || /&(?!amp;|lt;|gt;)/.test(others)).toBe(false);
        expect(others).not.toMatch(
          /:\/\/|\]\(|(?<![\p{L}\p{N}_])@(?!\u200b)|(?<![\p{L}\p{N}])[*_~`](?!\u200b)/u,
        );
        expect(one.length).toBeLessThanOrEqual(3000);
        expect(one.isWellFormed()).toBe(true);
      }
      expect(section.text.verbatim).toBe(true);
      expect((context?.elements ?? []).length).toBeLessThanOrEqual(10);
    }),
  );
});

test("Discord gets nothing that calls people, and no link but ours, within its limits", () => {
  fc.assert(
    fc.property(hostileEvent, ({ type, data }) => {
      const { content, embeds, allowed_mentions } = discord(type, data);
      expect(allowed_mentions).toEqual({ parse: [] });
      const [{ title, url, fields }] = embeds;
      expect(url.startsWith(`${APP_URL}/`)).toBe(true);
      expect(content.length).toBeLessThanOrEqual(2000);
      expect(title.length).toBeLessThanOrEqual(256);
      for (const { name, value } of fields) {
        expect(name.length).toBeLessThanOrEqual(256);
        expect(value.length).toBeLessThanOrEqual(1024);
        expect(name && value).not.toBe("");
      }
      for (const one of [content, title, ...fields.flatMap(({ name, value }) => [name, value])]) {
        expect(one.replaceAll(/\\[\\*_~`|<[\]]|^\\[#>-]/g, "")).not.toMatch(/[\\*_~`|<[\]]/);
        expect(one).not.toMatch(/^[#>-]/);
        expect(one).not.toMatch(/:\/\/|(?<![\p{L}\p{N}_])@(?!\u200b)/u);
        expect(one.isWellFormed()).toBe(true);
      }
    }),
  );
});

test("what is shown is what was written, but for what is invisible", () => {
  const subject = "Re: <b>50% & more</b> for @ada, a_b, see https://x.example";
  const { text } = slack("ticket.created", { id: "1", number: 1, subject });
  const readable = text
    .replaceAll(SPACE, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
  expect(readable).toContain(subject);
});
