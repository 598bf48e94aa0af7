import { createTokenEndpoint, listTokensEndpoint } from "@/features/tokens/contract";
import type { Api, Reply } from "../api";
import { expect, test } from "../fixtures";

const TOKENS = "/api/v1/tokens";
const BODY = { name: "Once", scopes: ["events:read"] };

test("one key in 20 calls at once makes one object and equal replies", async ({ api }) => {
  const key = crypto.randomUUID();

  const replies = await Promise.all(Array.from({ length: 20 }, () => postUntilDone(api, key)));

  expect(replies.map((reply) => reply.status)).toEqual(Array(20).fill(201));
  expect(new Set(replies.map((reply) => reply.text)).size).toBe(1);
  expect(replies.filter((reply) => reply.headers.get("idempotency-replayed") === "true")).toHaveLength(19);
  const { id } = createTokenEndpoint.response.parse(replies[0]?.body);
  const { data } = await api.call(listTokensEndpoint, { query: { q: "Once" } });
  expect(data.map((token) => token.id)).toEqual([id]);
});

test("a key is refused for another body and free to another token", async ({ api, apiWith }) => {
  const headers = { "idempotency-key": crypto.randomUUID() };
  const first = await api.post(TOKENS, BODY, { headers });

  const other = await api.post(TOKENS, { ...BODY, name: "Twice" }, { headers });
  const colleague = await (await apiWith()).post(TOKENS, BODY, { headers });

  expect(first.status).toBe(201);
  expect(other).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
  expect(colleague.status).toBe(201);
  expect(colleague.text).not.toBe(first.text);
});

test("a refused call leaves its key free", async ({ api }) => {
  const headers = { "idempotency-key": crypto.randomUUID() };

  const refused = await api.post(TOKENS, { ...BODY, scopes: [] }, { headers });
  const corrected = await api.post(TOKENS, BODY, { headers });

  expect([refused.status, corrected.status]).toEqual([422, 201]);
});

test("an unusable key is refused", async ({ api }) => {
  const reply = await api.post(TOKENS, BODY, { headers: { "idempotency-key": "a b" } });

  expect(reply).toMatchObject({ status: 422, body: { issues: [{ path: "Idempotency-Key" }] } });
});

/** As a client does: while the first call is still running, the others are told to come back. */
async function postUntilDone(api: Api, key: string): Promise<Reply> {
  for (;;) {
    const reply = await api.post(TOKENS, BODY, { headers: { "idempotency-key": key } });
    if (reply.status !== 409) return reply;
    expect(reply.headers.get("retry-after")).toBe("1");
  }
}
