import { expect, test } from "vitest";
import { createOrganization, createUser } from "@/db/factories";
import { callerOf, createWorld, pathOf, signInAs } from "@/e2e/api-world";
import { contradictions, type Entry, readEventStory, readStory, unrecorded } from "@/e2e/audit-story";
import { type Fields, readFields, readRow } from "@/e2e/audited-rows";
import { atOnce } from "@/e2e/held-row";
import { LocalApi } from "@/e2e/local-api";
import { bodiesOf, changedRow, paramsOf } from "@/e2e/two-at-once";
import type { Operation } from "@/lib/endpoint";
import { OPERATIONS } from "./endpoints";

/** Calls that write, and change nothing that exists or nothing that goes on record, each with the reason. */
const EXEMPT: Record<string, string> = {
  publishEvents: "only adds",
  previewMapping: "only computes",
  debugSignature: "only computes",
  previewSubscription: "only computes",
  checkSubscription: "only computes",
  viewTicket: "notes who is looking",
  markTicketRead: "notes who has looked",
  readChat: "notes who has looked",
  resendMail: "takes a mail server, which features/mails has in its tests",
};

/** Whatever changes something that exists: all writes but those that make something new. */
const CHANGING = OPERATIONS.filter(
  ({ id, endpoint: { method, path, status } }) =>
    method !== "GET" && !(status === 201 && !path.includes("{")) && !EXEMPT[id],
);

interface Pair {
  /** What they change is made for this one. */
  subject: Operation;
  first: Operation;
  second: Operation;
}

/** Each with itself, and before and after what else changes the same row. */
const PAIRS = new Map(
  CHANGING.flatMap((subject) => {
    const other = otherOfRow(subject);
    const mixed = other ? [pair(subject, subject, other), pair(subject, other, subject)] : [];
    return [pair(subject, subject, subject), ...mixed];
  }).map((one) => [`${one.first.id} ${one.second.id}`, one]),
);

test("nothing is exempt that is gone", () => {
  const ids = OPERATIONS.map(({ id }) => id);
  expect(Object.keys(EXEMPT).filter((id) => !ids.includes(id))).toEqual([]);
});

for (const { subject, first, second } of PAIRS.values())
  test(`${first.id}, and ${second.id} before that is done, leave a true log`, async () => {
    const organization = await createOrganization();
    const world = await createWorld(organization, LocalApi);
    const { api: reader } = await signInAs(await createUser(organization, { name: "Reader" }), LocalApi);
    const params = await paramsOf(subject, world);
    const [[body], [, otherBody]] = [
      await bodiesOf(first, world, params),
      await bodiesOf(second, world, params),
    ];
    const earlier = await readStory(organization.id);
    const toldEarlier = await readEventStory(organization.id);
    const before = await fieldsOf(reader, earlier, readFields);
    const rowsBefore = await fieldsOf(reader, earlier, readRow);

    const caller = await callerOf(subject, world);
    const send = ({ endpoint, ...one }: Operation, json: unknown) =>
      caller.request(endpoint.method, pathOf({ endpoint, ...one }, params), { json });
    const replies = await atOnce(changedRow(subject, world, params), [
      () => send(first, body),
      () => send(second, otherBody),
    ]);

    const answers = replies.map(({ status, text }) => `${status} ${text.slice(0, 300)}`).join("\n");
    expect(Math.max(...replies.map(({ status }) => status)), answers).toBeLessThan(500);
    expect(Math.min(...replies.map(({ status }) => status)), answers).toBeLessThan(300);
    const story = (await readStory(organization.id)).slice(earlier.length);
    expect(story, "what was done is on record").not.toEqual([]);
    const after = await fieldsOf(reader, [...earlier, ...story], readFields);
    expect(contradictions(story, before, after), JSON.stringify(story)).toEqual([]);
    expect(unrecorded(story, before, after)).toEqual([]);
    const told = (await readEventStory(organization.id)).slice(toldEarlier.length);
    // What is deleted or erased is told without its fields.
    expect(contradictions(told, rowsBefore, new Map()), JSON.stringify(told)).toEqual([]);
  });

function pair(subject: Operation, first: Operation, second: Operation): Pair {
  return { subject, first, second };
}

/** The row's update, or else its end, or whatever else there is. */
function otherOfRow(operation: Operation): Operation | undefined {
  const row = rowOf(operation);
  const others = CHANGING.filter((one) => row !== undefined && one !== operation && rowOf(one) === row);
  const methods = ["PATCH", "PUT", "DELETE", "POST"];
  return others.toSorted(
    (a, b) => methods.indexOf(a.endpoint.method) - methods.indexOf(b.endpoint.method),
  )[0];
}

/** The path up to its last parameter. */
function rowOf({ endpoint }: Operation): string | undefined {
  return /^.*\{\w+\}/.exec(endpoint.path)?.[0];
}

async function fieldsOf(
  reader: LocalApi,
  story: Entry[],
  read: typeof readFields,
): Promise<Map<string, Fields>> {
  const targets = new Map(story.map((entry) => [`${entry.type}:${entry.id}`, entry]));
  const fields = new Map<string, Fields>();
  for (const [target, entry] of targets) fields.set(target, await read(reader, entry));
  return fields;
}
