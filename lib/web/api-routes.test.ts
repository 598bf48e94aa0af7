import { beforeAll, expect, test } from "vitest";
import { announceRoute, findHandler } from "./api-routes";

const handle = (name: string) => async () => new Response(name);
const item = { GET: handle("item"), DELETE: handle("gone") };
const list = { GET: handle("list") };
const counts = { GET: handle("counts") };
const part = { GET: handle("part") };

beforeAll(() => {
  announceRoute("/api/x/{id}", item);
  announceRoute("/api/x", list);
  announceRoute("/api/x/counts", counts);
  announceRoute("/api/x/{id}/parts/{partId}", part);
});

test("a call is found with what its path says, decoded", () => {
  expect(findHandler("GET", "/api/x")).toEqual({ handle: list.GET, params: {} });
  expect(findHandler("GET", "/api/x?a=/b/c")).toEqual({ handle: list.GET, params: {} });
  expect(findHandler("DELETE", "/api/x/7")).toEqual({ handle: item.DELETE, params: { id: "7" } });
  expect(findHandler("GET", "/api/x/a%20b%2Ec")?.params).toEqual({ id: "a b.c" });
  expect(findHandler("GET", "/api/x/7/parts/%C3%A9?q=1")).toEqual({
    handle: part.GET,
    params: { id: "7", partId: "é" },
  });
});

test("a name goes before a parameter, whichever was announced first", () => {
  expect(findHandler("GET", "/api/x/counts")?.handle).toBe(counts.GET);
  expect(findHandler("DELETE", "/api/x/counts")).toBeUndefined();
});

test("everything else is Next's", () => {
  for (const url of [
    "/",
    "/api",
    "/api/x/",
    "/api/x/7/",
    "/api/x/7/parts",
    "/api/%78",
    "/API/x",
    "/api/y",
    "*",
  ])
    expect(findHandler("GET", url), url).toBeUndefined();
  expect(findHandler("PUT", "/api/x")).toBeUndefined();
});
