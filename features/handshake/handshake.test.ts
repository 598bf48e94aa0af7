import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Behaviour, type ReceivedRequest, type Receiver, startReceiver } from "@/e2e/receiver";
import { shakeHands } from "@/features/handshake/handshake";

let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
});

afterAll(() => receiver.stop());

function valueIn(request: ReceivedRequest | undefined): string {
  return String(request?.headers["x-hook-secret"]);
}

/** As the source asks of a subscriber. */
function echoed(request: ReceivedRequest, change: (value: string) => string = (value) => value): Behaviour {
  return { headers: { "X-Hook-Secret": change(valueIn(request)) } };
}

async function shakeHandsWith(reply: (request: ReceivedRequest) => Behaviour) {
  receiver.behave("/hook", { reply });
  const result = await shakeHands(`${receiver.url}/hook`);
  return { result, request: receiver.requests.at(-1) };
}

describe("a target that gives the value back", () => {
  test("has shaken hands, over an empty POST", async () => {
    const { result, request } = await shakeHandsWith(echoed);
    expect(request).toMatchObject({ method: "POST", text: "", headers: { "content-length": "0" } });
    expect(valueIn(request)).toMatch(/^[0-9a-f]{64}$/);
    expect(result).toMatchObject({
      hookSecret: valueIn(request),
      statusCode: 200,
      expected: `••••${valueIn(request).slice(-4)}`,
      received: `••••${valueIn(request).slice(-4)}`,
      failure: null,
      problem: null,
    });
  });

  test("is sent another value each time", async () => {
    const values = await Promise.all([1, 2, 3].map(() => shakeHands(`${receiver.url}/hook`)));
    expect(new Set(values.map(({ hookSecret }) => hookSecret)).size).toBe(3);
  });

  test("gets the subscription's own headers, which can't replace ours", async () => {
    receiver.behave("/hook", { reply: echoed });
    const headers = { Authorization: "Bearer gateway", "X-HOOK-SECRET": "mine" };
    const { hookSecret } = await shakeHands(`${receiver.url}/hook`, { headers });
    expect(receiver.requests.at(-1)?.headers).toMatchObject({
      authorization: "Bearer gateway",
      "x-hook-secret": hookSecret,
    });
  });
});

describe("a target that answers otherwise", () => {
  test.each<[string, (request: ReceivedRequest) => Behaviour, string, string | null]>([
    ["201", (request) => ({ ...echoed(request), status: 201 }), "wrong_status", "••••"],
    ["204", (request) => ({ ...echoed(request), status: 204 }), "wrong_status", "••••"],
    ["500", () => ({ status: 500, body: "<html>\n<h1>Oops</h1>" }), "wrong_status", "<html> <h1>Oops</h1>"],
    ["410", (request) => ({ ...echoed(request), status: 410 }), "gone", "••••"],
    ["a redirect", () => ({ redirectTo: `${receiver.url}/elsewhere` }), "redirect", null],
    ["no header", () => ({}), "no_echo", null],
    ["a long page", () => ({ body: "<p>".repeat(50) }), "no_echo", `${"<p>".repeat(20)}…`],
    ["the body", (request) => ({ body: `got ${valueIn(request)}` }), "echo_in_body", "got ••••"],
    ["a wrong value", () => ({ headers: { "X-Hook-Secret": "0123456789abcdef" } }), "wrong_echo", "••••cdef"],
    ["a word", () => ({ headers: { "X-Hook-Secret": "undefined" } }), "wrong_echo", "undefined"],
    ["more than the value", (request) => echoed(request, (value) => `${value}0`), "wrong_echo", "••••"],
    ["other letters", (request) => echoed(request, (value) => value.toUpperCase()), "wrong_echo", "••••"],
    ["an empty header", () => ({ headers: { "X-Hook-Secret": "" } }), "wrong_echo", ""],
    ["huge headers", () => ({ headers: { "X-Filler": "x".repeat(20_000) } }), "invalid_response", null],
  ])("with %s has not shaken hands", async (_, reply, failure, received) => {
    const { result, request } = await shakeHandsWith(reply);
    expect(result).toMatchObject({ hookSecret: null, failure });
    if (received === null) expect(result.received).toBeNull();
    else expect(result.received).toMatch(received);
    expect(result.problem?.explanation).toContain("127.0.0.1");
    expect(JSON.stringify(result)).not.toContain(valueIn(request));
    expect(receiver.requests.filter(({ path }) => path === "/elsewhere")).toEqual([]);
  });

  test("with nothing has not shaken hands", async () => {
    receiver.behave("/hook", { hang: true });
    expect(await shakeHands(`${receiver.url}/hook`, { timeoutMs: 2_000 })).toMatchObject({
      failure: "timeout",
      problem: { title: "No answer in time" },
    });
  });

  test("with a port that nobody listens at is named so", async () => {
    const free = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => free.once("listening", resolve));
    const address = free.address();
    const port = typeof address === "object" ? address?.port : null;
    await new Promise((resolve) => free.close(resolve));
    expect(await shakeHands(`http://127.0.0.1:${port}/hook`)).toMatchObject({
      failure: "connection_refused",
      statusCode: null,
      received: null,
    });
  });

  test("without TLS on an https URL is named so", async () => {
    const result = await shakeHands(`https://127.0.0.1:${receiver.port}/hook`);
    expect(result).toMatchObject({ failure: "tls_error", problem: { title: "No secure connection" } });
  });

  test.each(["http://169.254.169.254/latest/meta-data", "https://10.0.0.1/hook", "ftp://example.com/hook"])(
    "is never called where it may not be: %s",
    async (url) => {
      expect(await shakeHands(url)).toMatchObject({ hookSecret: null, failure: "blocked_address" });
    },
  );
});
