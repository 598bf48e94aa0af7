import { expect, test, vi } from "vitest";
import { log } from "@/lib/log";
import { loadRoutes } from "./load-routes";

const ROOT = `${import.meta.dirname}/../..`;

test("each route file of the API is called once, by a path that it serves", async () => {
  const send = vi.fn(async (_method: string, _path: string) => 204);
  await loadRoutes(ROOT, send);
  const paths = send.mock.calls.map(([method, path]) => `${method} ${path}`);
  expect(paths).toEqual(
    expect.arrayContaining([
      "OPTIONS /api/v1/events",
      "OPTIONS /api/v1/openapi.json",
      "OPTIONS /api/v1/incoming-webhooks/x/requests/x/trace",
      "OPTIONS /api/incoming/x",
      "OPTIONS /api/auth/x",
    ]),
  );
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths.filter((path) => /_lib|[[\]\\]/.test(path))).toEqual([]);
});

test("what fails is in the log and stops nothing", async () => {
  const warn = vi.spyOn(log, "warn").mockReturnValue();
  const lost = new Error("no answer");
  await loadRoutes(ROOT, () => Promise.reject(lost));
  await loadRoutes("/nowhere", async () => 204);
  expect(warn.mock.calls.map(([detail]) => detail)).toEqual([
    { err: lost },
    { err: expect.objectContaining({ code: "ENOENT" }) },
  ]);
  warn.mockRestore();
});
