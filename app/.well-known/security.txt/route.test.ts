import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** As a process with that setting serves it. */
async function read(contact: string, host = "desk.example"): Promise<Response> {
  vi.resetModules();
  vi.stubEnv("SECURITY_CONTACT", contact);
  const { GET } = await import("./route");
  const request = new Request(`http://${host}/.well-known/security.txt`, { headers: { host } });
  return GET(request, { params: Promise.resolve({}) });
}

test("names whom to write to, until when that counts, and its own address whatever host was asked", async () => {
  const response = await read("mailto:security@desk.example", "evil.example");
  expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  const fields = new Map(
    (await response.text())
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/: (.*)/s, 2) as [string, string]),
  );
  expect(fields.get("Contact")).toBe("mailto:security@desk.example");
  expect(fields.get("Canonical")).toBe("http://localhost:3000/.well-known/security.txt");
  const days = (Date.parse(fields.get("Expires") ?? "") - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(178);
  expect(days).toBeLessThan(365);
});

test("is not there where nobody is named", async () => {
  expect((await read("")).status).toBe(404);
});
