import {
  CHAT_LINES,
  CHATS,
  CRASHES,
  CUSTOMERS,
  ISSUES,
  NOTES,
  REPLIES,
  SITE,
} from "@/features/sample-data/texts";
import { type DemoClient, type DemoWebhook, sendSigned } from "./demo-client";

const TICKETS_KEPT = 40;

export interface DemoDesk {
  /** Everything that can happen, the more likely more than once. */
  happenings: readonly (() => Promise<unknown>)[];
  /** One thing that happens at the desk or outside of it. */
  step(): Promise<void>;
}

/** Fills the desk, has what happens there sent to a receiver, and lets its days go on: requests come in, people answer, news goes out. */
export async function openDemoDesk(demo: DemoClient, receiverUrl: string): Promise<DemoDesk> {
  await subscribe(demo, receiverUrl);
  const crashes = await demo.addWebhook({
    name: "Crash reporter",
    action: "create_ticket",
    requireTimestamp: true,
    defaults: { tags: ["crash"] },
  });
  const issues = await demo.addWebhook({
    name: "GitHub issues",
    action: "create_ticket",
    signatureScheme: "github",
    mapping: {
      subject: "issue.title",
      body: "{{issue.body}}\n\nReported as #{{issue.number}}",
      "customer.name": "issue.user.login",
      "customer.externalId": "issue.user.login",
    },
    defaults: { priority: "low", tags: ["github"] },
  });
  for (const customer of CUSTOMERS) await demo.create("/customers", customer);
  const tickets: string[] = [];
  const chats: string[] = [];

  const receive = async (webhook: DemoWebhook, payload: object, scheme: "replify" | "github") => {
    const { ticketId } = await sendSigned(webhook, payload, scheme);
    if (ticketId) tickets.push(ticketId);
  };
  const crash = () => receive(crashes, pick(CRASHES), "replify");
  const issue = () => receive(issues, pick(ISSUES), "github");
  const answer = async () => {
    const body = { body: pick(REPLIES), ...(Math.random() < 0.3 && { status: "pending" }) };
    await demo.create(`/tickets/${pick(tickets)}/comments`, body);
  };
  const note = () =>
    demo.create(`/tickets/${pick(tickets)}/comments`, { body: pick(NOTES), visibility: "internal" });
  const change = async () => {
    const changes = [
      { status: "resolved" },
      { status: "closed" },
      { status: "open" },
      { priority: "high" },
      { assigneeId: demo.userId },
    ];
    await demo.update(`/tickets/${pick(tickets)}`, pick(changes));
  };
  const chatLine = () =>
    demo.create(`/chats/${pick(chats)}/messages`, { body: pick(CHAT_LINES), author: { type: "customer" } });
  const publish = () => demo.publish(pick(demo.samples));
  /** The sender has an old secret: the log shows such requests until someone accepts them. */
  const refused = () => receive({ ...crashes, secret: "whsec_of-last-year" }, pick(CRASHES), "replify");

  for (const payload of CRASHES) await receive(crashes, payload, "replify");
  for (const payload of ISSUES) await receive(issues, payload, "github");
  tickets.push(
    await demo.create("/tickets", {
      subject: "Change of the delivery address",
      body: "Order 8841 should go to the studio instead.",
      customer: { email: "tomasz@kowal-studio.example" },
      assigneeId: demo.userId,
      diagnostics: SITE,
    }),
  );
  for (const { lines, ...chat } of CHATS) chats.push(await openChat(demo, chat, lines));
  for (let count = 0; count < 8; count++) await pick([answer, note, change])();
  await refused();

  const everyday = [crash, crash, issue, answer, answer, note, change, change, chatLine, publish, publish];
  return {
    happenings: [refused, ...everyday],
    async step() {
      await pick(Math.random() < 0.05 ? [refused] : everyday)();
      if (tickets.length > TICKETS_KEPT) tickets.shift();
    },
  };
}

async function subscribe(demo: DemoClient, receiverUrl: string): Promise<void> {
  await demo.subscribe("Order system", `${receiverUrl}/reliable`, ["*"]);
  await demo.subscribe("CRM (fails now and then)", `${receiverUrl}/flaky`, [
    "ticket.*",
    "client.*",
    "message.*",
  ]);
  await demo.subscribe("Data warehouse (slow)", `${receiverUrl}/slow`, ["ticket.*", "listing.*"]);
  await demo.subscribe("Old chat bot (down)", "http://127.0.0.1:19999/gone", ["chat.*"]);
}

async function openChat(
  demo: DemoClient,
  chat: object,
  lines: (typeof CHATS)[number]["lines"],
): Promise<string> {
  const id = await demo.create("/chats", chat);
  for (const { by, body } of lines) {
    const message = by === "customer" ? { body, author: { type: "customer" } } : { body };
    await demo.create(`/chats/${id}/messages`, message);
  }
  return id;
}

function pick<Item>(items: readonly Item[]): Item {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}
