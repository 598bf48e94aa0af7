import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { databaseBefore } from "./test-database";

/** In the order of time. */
const moment = (second: number) => `019a0000-0000-7000-8000-${String(second).padStart(12, "0")}`;
const CHANGED = moment(101);
const STEADY = moment(102);

let database: Awaited<ReturnType<typeof databaseBefore>>;

beforeEach(async () => {
  database = await databaseBefore("request_signature_scheme");
});
afterEach(() => database.drop());

test("requests of before get the scheme that their webhook was set to when they came", async () => {
  const { sql } = database;

  await sql`set session_replication_role = replica`;
  for (const [id, scheme] of [
    [CHANGED, "slack"],
    [STEADY, "stripe"],
  ])
    await sql`insert into incoming_webhooks (id, organization_id, created_by, name, key, action, signature_scheme, secret_ciphertext)
      values (${id ?? ""}, 1, 1, 'Shop', ${randomUUID()}, 'create_ticket', ${scheme ?? ""}, 'x')`;
  const change = (from: string | null, to: string) =>
    JSON.stringify({ name: { from: "Old", to: "Shop" }, signatureScheme: { from, to } });
  const audited = [
    { second: 1, changes: change(null, "github") },
    { second: 3, changes: change("github", "replify") },
    {
      second: 4,
      changes: JSON.stringify({ mapping: { from: {}, to: { body: '"signatureScheme":{"from":"x"' } } }),
    },
    { second: 6, changes: change("replify", "slack") },
  ];
  for (const { second, changes } of audited)
    await sql`insert into audit_log (id, organization_id, actor_type, actor_id, actor_name, action, target_type, target_id, target_name, changes, outcome, request_id)
      values (${moment(second)}, 1, 'user', '1', 'Kim', 'incoming_webhook.updated', 'incoming_webhook', ${CHANGED}, 'Shop', ${changes}, 'success', 'r')`;
  for (const [webhook, second] of [
    [CHANGED, 2],
    [CHANGED, 5],
    [CHANGED, 7],
    [STEADY, 8],
  ] as const)
    await sql`insert into incoming_requests (id, organization_id, webhook_id, result, status_code, answer, headers, body, body_bytes, duration_ms)
      values (${moment(second)}, 1, ${webhook}, 'accepted', 202, '{}', '{}', '', 0, 1)`;
  await sql`set session_replication_role = origin`;
  await database.migrate();

  const after = await sql<{ scheme: string }[]>`
    select signature_scheme as scheme from incoming_requests order by id`;
  expect(after.map(({ scheme }) => scheme)).toEqual(["github", "replify", "slack", "stripe"]);
});
