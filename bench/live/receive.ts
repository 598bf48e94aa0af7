import { type Line, percentile } from "../report";
import { CONNECTIONS } from "./client";
import { loadFor } from "./load";
import { cpuOf, describeUsage, totalOf, usedBetween } from "./processes";
import type { Subject } from "./subject";

const RECEIVE_MS = 8_000;
const WARM_UP_MS = 1_500;
/** Once before the requests and once after. */
const HEALTH_MS = 1_500;
/** More than any machine takes, so that nothing is refused. */
const RATE_PER_MINUTE = 60_000;

/** What the payload has as it stands. */
const PLAIN = {};
/** Three rules of which the last one fits, fields by Liquid, and a key by which a ticket would be found again. */
const RULES = {
  correlationKey: "bench:{{ issue.id }}",
  rules: [
    { name: "Closed", conditions: { all: [{ path: "action", operator: "equals", value: "closed" }] } },
    {
      name: "Comment",
      conditions: { all: [{ path: "action", operator: "in", value: ["commented", "edited"] }] },
    },
    {
      name: "Opened",
      conditions: {
        all: [
          { path: "action", operator: "equals", value: "opened" },
          { path: "issue.id", operator: "exists" },
        ],
      },
    },
  ].map((rule) => ({ ...rule, action: "create_ticket" })),
  mapping: {
    subject: "{{ issue.title | default: subject | truncate: 200 }}",
    body: "{{ issue.body | html_to_text }}",
    priority: '{{ level | lookup: "error", "high", "critical", "urgent", "normal" }}',
    tags: '{{ issue.labels | map: "name" }}',
  },
};

/** Signed requests through the whole path: verified, mapped, a ticket made, all of it kept, and the ticket's event delivered. */
export async function measureReceive(subject: Subject): Promise<Line[]> {
  const { client } = subject;
  const before = await loadFor(HEALTH_MS, CONNECTIONS, client.askHealth);
  const plain = await measureOne(subject, PLAIN, "signed requests, plain mapping");
  const rules = await measureOne(subject, RULES, "signed requests, rules and Liquid");
  const after = await loadFor(HEALTH_MS, CONNECTIONS, client.askHealth);
  const health = (before.perSecond + after.perSecond) / 2;
  return [plain, rules].flatMap((measured) => {
    if (!measured) return [];
    const { lines, perSecond, name } = measured;
    const ratio = { what: `· ÷ /healthz (${name})`, measured: (perSecond / health).toFixed(3), target: "" };
    return [...lines, ratio];
  });
}

/** Undefined where a build does not know these settings. */
async function measureOne({ app, client, receiver }: Subject, settings: object, name: string) {
  const webhook = await client.createWebhook({ ...settings, ratePerMinute: RATE_PER_MINUTE });
  if (!webhook) return undefined;
  const send = () => client.send(webhook);
  const warmUp = await loadFor(WARM_UP_MS, CONNECTIONS, send);
  await receiver.collect(warmUp.samples.length);
  const cpuBefore = await cpuOf(app);
  const { samples, perSecond } = await loadFor(RECEIVE_MS, CONNECTIONS, send);
  await receiver.collect(samples.length);
  const cpuMs = usedBetween(cpuBefore, await cpuOf(app), samples.length / 1000);
  const ms = (share: number) => `${percentile(samples, share).toFixed(0)} ms`;
  const cpu = `${totalOf(cpuMs).toFixed(2)} ms (${describeUsage(cpuMs, 2)})`;
  const lines = [
    { what: `${name}, ${CONNECTIONS} at once`, measured: `${perSecond}/s`, target: "" },
    { what: `· p50 (${name})`, measured: ms(0.5), target: "" },
    { what: `· p99 (${name})`, measured: ms(0.99), target: "" },
    { what: `· CPU per request (${name})`, measured: cpu, target: "" },
  ];
  return { lines, perSecond, name };
}
