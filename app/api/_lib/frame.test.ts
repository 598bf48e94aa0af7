import { createServer, type Socket } from "node:net";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { expect, test } from "vitest";
import { InvalidError, RateLimitedError } from "@/lib/errors";
import { problemResponse } from "./problem";

const REQUEST_ID = "req_0";

test("a known failure is told as it is", async () => {
  const response = problemResponse(
    new InvalidError("name: Too long", [{ path: "name", message: "Too long" }]),
    REQUEST_ID,
  );
  expect(response.status).toBe(422);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await response.json()).toEqual({
    type: "urn:replify:error:invalid",
    title: "The request was refused",
    status: 422,
    detail: "name: Too long",
    code: "invalid",
    requestId: REQUEST_ID,
    issues: [{ path: "name", message: "Too long" }],
  });
});

test("an unknown failure says nothing of its cause", async () => {
  const response = problemResponse(new Error("password of root is hunter2"), REQUEST_ID);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toMatch(/hunter2|\bat \//);
});

test("a database that refuses or stays silent is 503, to be tried again", async () => {
  const silent = await listen();
  const refusing = await listen();
  await refusing.close();
  for (const { port } of [refusing, silent]) {
    const client = postgres(`postgres://a:b@127.0.0.1:${port}/c`, { max: 1, connect_timeout: 1 });
    const error: unknown = await drizzle(client)
      .execute(sql`select 1`)
      .catch((cause: unknown) => cause);
    const response = problemResponse(error, REQUEST_ID);
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    expect(await response.json()).toMatchObject({ code: "unavailable" });
    await client.end({ timeout: 0 });
  }
  await silent.close();
});

test("when to come back is a whole number of seconds, never 0", () => {
  for (const [seconds, header] of [
    [0, "1"],
    [0.2, "1"],
    [12.3, "13"],
  ] as const) {
    const response = problemResponse(new RateLimitedError("Wait.", seconds), REQUEST_ID);
    expect(response.headers.get("retry-after")).toBe(header);
  }
});

async function listen(): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port, close };
}
