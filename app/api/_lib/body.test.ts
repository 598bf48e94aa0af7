import { expect, test } from "vitest";
import { readBytes, readJson } from "./body";

const TYPE = { "content-type": "application/json" };

function post(body: BodyInit | ReadableStream, headers: Record<string, string> = TYPE): Request {
  const init: RequestInit & { duplex: "half" } = { method: "POST", body, headers, duplex: "half" };
  return new Request("http://localhost/api/x", init);
}

test("a body that breaks off is malformed, however it was sent", async () => {
  const broken = () => {
    let isBegun = false;
    return new ReadableStream<Uint8Array>({
      pull(controller) {
        if (isBegun) controller.error(Object.assign(new Error("aborted"), { code: "ECONNRESET" }));
        else controller.enqueue(new TextEncoder().encode("{"));
        isBegun = true;
      },
    });
  };
  for (const read of [readJson(post(broken())), readBytes(post(broken()), 10)])
    await expect(read).rejects.toMatchObject({ code: "malformed", message: expect.stringMatching(/ended/) });
});

test("a body over its cap is read on to the end, or given up when there is no end", async () => {
  await expect(readBytes(post("x".repeat(11)), 10)).rejects.toMatchObject({ code: "payload_too_large" });
  let isGivenUp = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)),
    cancel: () => {
      isGivenUp = true;
    },
  });
  await expect(readBytes(post(endless), 10)).rejects.toMatchObject({ code: "payload_too_large" });
  expect(isGivenUp).toBe(true);
});
