import { expect, test } from "../fixtures";

test("the probes answer without a credential and say nothing more than that", async ({ anonymous }) => {
  for (const path of ["/healthz", "/readyz"]) {
    const reply = await anonymous.get(path);
    expect(reply).toMatchObject({ status: 200, body: { status: "ok" } });
    expect(Object.keys(Object(reply.body))).toEqual(["status"]);
    expect(reply.headers.get("cache-control")).toBe("no-store");
    const posted = await anonymous.request("POST", path);
    expect(posted.status).toBe(405);
    expect(posted.headers.get("allow")).toBe("GET, HEAD");
  }
});

test("answers for one reader are kept from caches, and sniffing is off", async ({ api }) => {
  const reply = await api.get("/api/v1/me");

  expect(reply.headers.get("cache-control")).toBe("private, no-store");
  expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
  expect(reply.headers.get("x-powered-by")).toBeNull();
});
