import { problemSchema } from "@/lib/openapi/problems";
import { readRunFile } from "../../scripts/run-file";
import { expect } from "../fixtures";
import { attack } from "./attack";

const PROVIDER = {
  OIDC_ISSUER: "https://evil.example",
  OIDC_CLIENT_ID: "evil",
  OIDC_CLIENT_SECRET: "evil",
};

attack(
  {
    attempt: "a viewer maps a payload onto the settings of a sign-in of their own",
    expected: "422, and an untouched process",
  },
  async ({ apiWith, person, anonymous }) => {
    const before = processes();
    const viewer = await apiWith({
      user: await person({ role: "viewer" }),
      scopes: ["incoming_webhooks:read"],
    });
    for (const way of ["__proto__", "constructor.prototype", "customer.__proto__"]) {
      const fields = Object.keys(PROVIDER).map((name) => `${way}.${name}`);
      const mapping = Object.fromEntries(fields.map((field) => [field, field.split(".").at(-1)]));
      const json = { action: "create_ticket", mapping, payload: PROVIDER };

      const refused = await viewer.request("POST", "/api/v1/incoming-webhooks/preview", { json });

      expect(refused.status).toBe(422);
      const paths = problemSchema.parse(refused.body).issues?.map(({ path }) => path);
      expect(paths).toEqual(fields.map((field) => `mapping.${field}`));
    }

    const signIn = await anonymous.get("/sign-in");
    expect(signIn.status).toBe(200);
    expect(signIn.text).not.toContain("single sign-on");
    expect(await anonymous.get("/readyz")).toMatchObject({ status: 200, body: { status: "ok" } });
    expect(processes()).toEqual(before);
  },
);

attack(
  {
    attempt: "hostile names in every free-form input of the API, as names of parameters and of headers",
    expected: "values like any other",
  },
  async ({ api, anonymous }) => {
    const before = processes();
    const hostile =
      '{"__proto__":{"zz":1},"constructor":{"prototype":{"zz":1}},"a":[{"__proto__":{"zz":1}}]}';
    const bodies = {
      "/api/v1/tickets": `{"subject":"Hi","diagnostics":${hostile}}`,
      "/api/v1/customers": `{"name":"Eve","attributes":${hostile}}`,
      "/api/v1/incoming-webhooks/preview": `{"action":"create_ticket","payload":${hostile}}`,
    };
    for (const [path, raw] of Object.entries(bodies)) {
      const query = "?__proto__=zz&__proto__[zz]=1&constructor.prototype.zz=1";
      const taken = await api.request("POST", path + query, {
        raw,
        headers: { __PROTO__: "zz", "constructor.prototype": "zz" },
      });
      expect(taken.status, taken.text).toBeLessThan(300);
    }
    const strict = await api.request("POST", "/api/v1/customers", {
      raw: `{"name":"Eve","__proto__":{"zz":1}}`,
    });
    expect(strict.status).toBe(422);
    expect(problemSchema.parse(strict.body).issues).toEqual([
      { path: "__proto__", message: "Unknown field. Leave it out." },
    ]);

    expect((await anonymous.get("/sign-in")).status).toBe(200);
    expect(await anonymous.get("/readyz")).toMatchObject({ status: 200, body: { status: "ok" } });
    expect(processes()).toEqual(before);
  },
);

function processes(): { web: number | undefined; worker: number | undefined } {
  const { web, worker } = readRunFile(process.env.E2E_DATA_DIR ?? "");
  return { web, worker };
}
