import { afterEach, beforeEach, expect, test } from "vitest";
import { databaseBefore } from "./test-database";

let database: Awaited<ReturnType<typeof databaseBefore>>;

beforeEach(async () => {
  database = await databaseBefore("any_team");
});
afterEach(() => database.drop());

test("an empty list of teams becomes the creator's, and without any the subscription is paused", async () => {
  const { sql } = database;

  await sql`insert into organizations (name) values ('Desk'), ('Other desk')`;
  await sql`insert into users (email, name) values ('a@desk.example', 'In teams'), ('b@desk.example', 'In none')`;
  await sql`insert into teams (organization_id, name) values (1, 'One'), (2, 'Foreign'), (1, 'Two')`;
  await sql`insert into team_members (team_id, user_id) values (1, 1), (2, 1), (3, 1), (2, 2)`;
  for (const [creator, title, level, teams] of [
    [1, "creator's", "team", "{}"],
    [1, "listed", "team", "{3}"],
    [2, "of nobody", "team", "{}"],
    [2, "all", "organization", "{}"],
  ])
    await sql`insert into subscriptions (organization_id, created_by, name, target_url, event_types, retry_delays_seconds, subscription_level, team_ids)
      values (1, ${creator ?? 0}, ${title ?? ""}, 'https://a.example', '{*}', '{}', ${level ?? ""}, ${teams ?? ""})`;
  await database.migrate();

  const rows = await sql`select name, team_ids, status, status_reason from subscriptions order by id`;
  expect(rows.map(({ name, team_ids, status }) => [name, team_ids, status])).toEqual([
    ["creator's", [1, 3], "active"],
    ["listed", [3], "active"],
    ["of nobody", [0], "paused"],
    ["all", [], "active"],
  ]);
  expect(rows[2]?.status_reason).toContain("choose its teams, or none");
});
