import fc from "fast-check";
import { OPERATIONS } from "@/app/api/_lib/endpoints";
import { env } from "@/lib/env";
import { problemSchema } from "@/lib/openapi/problems";
import { createParams, createWorld, customerOf, hasParams, type World } from "../api-world";
import { expect, test } from "../fixtures";
import { type HostileRequest, hostileRequest } from "../hostile-requests";
import { type RawReply, rawRequest } from "../raw-request";

const REQUESTS = 3_000;
const SHARDS = 2;
const AT_ONCE = 10;
/** Fewer than an address may send without a credential. */
const REQUESTS_PER_ADDRESS = 400;
/** Of a shop, in the sample data that some requests ask for. */
const SAMPLE_TRACE = /\bat \w+ \((checkout-v2|app)\.js:\d+:\d+\)/g;
/** What our inner workings would look like. */
const LEAK =
  /node_modules|\bat \S+ \(|\.ts:\d+|\.js:\d+|SQLSTATE|PostgresError|DrizzleQueryError|Failed query|\bselect .+ from\b/i;

for (let shard = 1; shard <= SHARDS; shard++) {
  test(`hostile requests get a problem and never an error of ours (${shard} of ${SHARDS})`, async ({
    organization,
    apiWith,
  }) => {
    test.setTimeout(900_000);
    const world = await createWorld(organization);
    const { headers: token } = await apiWith();
    const { headers: session } = world.api;
    const { headers: customer } = (await customerOf(world)).api;
    const credentials = { session, token, customer, none: {}, both: { ...session, ...token } };
    let sent = 0;
    const answered = new Map<number, number>();

    const send = ({ credential, headers, ...request }: HostileRequest) => {
      const address = Math.floor(sent++ / REQUESTS_PER_ADDRESS);
      return rawRequest(env.APP_URL, {
        ...request,
        headers: { ...credentials[credential], ...headers },
        localAddress: `127.${50 + shard}.${Math.floor(address / 250)}.${(address % 250) + 1}`,
      });
    };

    // Another seed finds other things: HOSTILE_SEED=$RANDOM; a failure prints the one it came from.
    const seed = Number(process.env.HOSTILE_SEED ?? 20_260) + shard;
    const requests = fc.array(hostileRequest(OPERATIONS, await realIds(world)), {
      minLength: AT_ONCE,
      maxLength: AT_ONCE,
    });
    // By tens, so that none waits for the answer to another.
    await fc.assert(
      fc.asyncProperty(requests, async (batch) => {
        const replies = await Promise.all(batch.map(send));
        for (const [index, reply] of replies.entries()) {
          answered.set(reply.status, (answered.get(reply.status) ?? 0) + 1);
          expectWellAnswered(batch[index], reply);
        }
      }),
      {
        numRuns: REQUESTS / SHARDS / AT_ONCE,
        seed,
        endOnFailure: false,
      },
    );
    // Neither did all end at the door, nor did any kind of refusal stay untried.
    expect([...answered.keys()]).toEqual(
      expect.arrayContaining([200, 201, 204, 400, 401, 404, 405, 415, 422]),
    );
    const health = await rawRequest(env.APP_URL, { method: "GET", path: "/readyz" });
    expect(health.status).toBe(200);
  });
}

function expectWellAnswered(request: HostileRequest | undefined, { status, headers, text }: RawReply): void {
  expect(status, text).toBeLessThan(500);
  expect(text.replaceAll(SAMPLE_TRACE, "")).not.toMatch(LEAK);
  if (status < 400 || request?.method === "HEAD") return;
  if (headers["content-type"] === "application/json") {
    expect(request?.path).toMatch(/^\/api\/webhooks\b/);
    expect(JSON.parse(text)[0].msg.length).toBeGreaterThan(10);
    return;
  }
  expect(headers["content-type"]).toBe("application/problem+json");
  const problem = problemSchema.parse(JSON.parse(text));
  expect(problem.status).toBe(status);
  expect(problem.requestId).toBe(headers["x-request-id"]);
  expect(problem.detail.length).toBeGreaterThan(10);
}

/** One of everything, so that not all end at "no such". The session's own id is left out: ending it would end the test. */
async function realIds(world: World): Promise<string[]> {
  const ids = new Set<string>();
  for (const operation of OPERATIONS.filter(hasParams)) {
    const params = await createParams(operation, world);
    for (const id of Object.values(params)) ids.add(id);
  }
  return [...ids];
}
