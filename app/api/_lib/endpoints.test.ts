import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import type { Handler } from "@/app/api/_lib/frame";
import { POST as receive } from "@/app/api/incoming/[key]/route";
import type { Endpoint, Method } from "@/lib/endpoint";
import { findHandler } from "@/lib/web/api-routes";
import { ENDPOINTS, OPERATIONS } from "./endpoints";
import { routeFiles } from "./route-files";

const METHODS: Method[] = ["DELETE", "GET", "PATCH", "POST", "PUT"];

interface Route {
  /** Method and path, as the file's place gives them. */
  place: string;
  handler: Handler;
}

/** Every method of every route file. */
async function routes(): Promise<Route[]> {
  return (await routeFiles()).flatMap(({ file, path, handlers: { HEAD, OPTIONS, ...handlers } }) => {
    expect(Object.keys(handlers).toSorted(), `${file} answers every method, through methods()`).toEqual(
      METHODS,
    );
    expect([HEAD, OPTIONS], `${file} answers HEAD and OPTIONS`).not.toContain(undefined);
    return Object.entries(handlers).map(([method, handler]) => ({ place: `${method} ${path}`, handler }));
  });
}

async function served(): Promise<{ place: string; endpoint: Endpoint }[]> {
  return (await routes()).flatMap(({ place, handler: { endpoint } }) =>
    endpoint ? [{ place, endpoint }] : [],
  );
}

const placeOf = ({ method, path }: Endpoint) => `${method} ${path}`;

test("every route serves the contract that its place says", async () => {
  for (const { place, endpoint } of await served()) expect(placeOf(endpoint), place).toBe(place);
});

test("no route without a contract, and no contract without a route", async () => {
  const places = (await served()).map(({ place }) => place);
  expect(places.toSorted()).toEqual(ENDPOINTS.map(placeOf).toSorted());
});

test("a route serves the very declaration that the document is made from", async () => {
  const declared = new Set(ENDPOINTS);
  const others = (await served()).filter(({ endpoint }) => !declared.has(endpoint));
  expect(others.map(({ place }) => place)).toEqual([]);
});

test("calls of every route file go straight to its handlers, past Next", async () => {
  const places = await routes();
  expect(places.length).toBeGreaterThan(400);
  for (const { place, handler } of [...places, { place: "POST /api/incoming/{key}", handler: receive }]) {
    const [method = "", path = ""] = place.split(" ");
    expect(findHandler(method, path.replace(/\{(\w+)\}/g, "of $1"))?.handle, place).toBe(handler);
  }
});

test("a method without a contract is refused", async () => {
  for (const { place, handler } of (await routes()).filter((route) => !route.handler.endpoint)) {
    const [method = "", path] = place.split(" ");
    const request = new Request(`http://localhost${path}`, { method });
    const { status, headers } = await handler(request, { params: Promise.resolve({}) });
    expect(status, place).toBe(405);
    expect(headers.get("allow"), place).not.toContain(method);
  }
});

test("operations have unique names that read as method names", () => {
  const ids = OPERATIONS.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  for (const id of ids) expect(id).toMatch(/^[a-z]+(?:[A-Z][a-z0-9]*)+$/);
});

test("every contract file of a feature is registered", async () => {
  const features = new URL("../../../features/", import.meta.url);
  const files = (await readdir(features, { recursive: true })).filter((file) =>
    /(^|\/)contract\.ts$/.test(file),
  );
  const registered = new Set<unknown>(ENDPOINTS);
  for (const file of files) {
    const contract: unknown = await import(/* @vite-ignore */ new URL(file, features).pathname);
    for (const [name, endpoint] of Object.entries(Object(contract)))
      expect(registered.has(endpoint), `${name} of features/${file} is in ENDPOINTS`).toBe(true);
  }
});
