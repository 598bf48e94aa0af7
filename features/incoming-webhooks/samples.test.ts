import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { INCOMING_ACTIONS, type IncomingAction, SENDERS, SIGNATURE_SCHEMES } from "@/db/enums";
import { curlSample } from "@/features/incoming-webhooks/sample-curl";
import { nodeSample } from "@/features/incoming-webhooks/sample-node";
import type { SampleInput } from "@/features/incoming-webhooks/sample-payload";
import { pythonSample } from "@/features/incoming-webhooks/sample-python";
import { generateSecret } from "@/features/signatures/keys";
import type { SignedRequest } from "@/features/signatures/schemes/scheme";
import { SCHEMES, type SchemeChoice, schemeOf } from "@/features/signatures/schemes/schemes";
import { verifySignature } from "@/features/signatures/verify";
import { actionIssues } from "./action-schemas";
import { mapPayload } from "./mapping";
import type { Mapping } from "./mapping-type";
import { prepareFields } from "./prepare-fields";
import { PRESETS } from "./presets/presets";
import { toReceived } from "./received";
import { samplePayload } from "./sample-payload";

const run = promisify(execFile);
const NASTY_SECRET = `-it's "q" $HOME \`id\` \\n %s #!\nsecond line é\x1b[201~\r\t\u202e\x9b`;

let server: Server;
let url: string;
let received: SignedRequest[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      received.push({ headers, body, url });
      response.writeHead(202).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/incoming/it's-a-key?a=1&b=2`;
});

beforeEach(() => {
  received = [];
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

function fieldsOf(action: IncomingAction, payload: unknown, mapping: Mapping) {
  return prepareFields(action, mapPayload(toReceived({ payload }), mapping).fields).fields;
}

const CHOICES: (SchemeChoice & { name: string })[] = [
  ...SENDERS.filter((sender) => !SCHEMES[sender].isOnlySenders).map((signatureScheme) => ({
    name: signatureScheme,
    signatureScheme,
  })),
  {
    name: "an HMAC of one's own",
    signatureScheme: "generic",
    signature: {
      type: "hmac",
      header: "X-Own",
      algorithm: "sha512",
      encoding: "base64",
      prefix: "v9=",
      signs: { template: "{id}:{timestamp}\n{body}|{method} {url}" },
      idHeader: "X-Id",
    },
  },
  { name: "a header", signatureScheme: "generic", signature: { type: "header", header: "X-Own" } },
  { name: "a bearer token", signatureScheme: "generic", signature: { type: "bearer" } },
  { name: "a password", signatureScheme: "generic", signature: { type: "basic", username: "it's me" } },
];

function input({ signatureScheme: scheme, signature }: SchemeChoice, secret: string | null): SampleInput {
  return { url, scheme, signature, action: "create_ticket", secret, mapping: {} };
}

async function expectVerified(choice: SchemeChoice, secret: string): Promise<void> {
  expect(received).toHaveLength(1);
  const [request = { headers: {}, body: Buffer.alloc(0) }] = received;
  const rule = {
    scheme: choice.signatureScheme,
    signature: choice.signature ?? null,
    secrets: [secret],
    requireTimestamp: schemeOf(choice).timestamp !== "never",
  };
  expect(verifySignature(request, rule, Date.now())).toMatchObject({ isValid: true });
  expect(JSON.parse(request.body.toString("utf8"))).toMatchObject({ subject: "Printer on fire" });
}

describe.each(CHOICES)("$name", (scheme) => {
  const secret = generateSecret();
  // A header can't hold what is nasty.
  const isSent = schemeOf(scheme).proof === "credential";
  const nasty = isSent ? `it's "q" $HOME \`id\` %s #!`.replaceAll(/["\\]/g, "") : NASTY_SECRET;
  const secrets = { made: secret, nasty };

  test.each([
    ["sh", "made"],
    ["sh", "nasty"],
    ["dash", "made"],
    ["bash", "nasty"],
  ] as const)("curl by %s with a %s secret", async (shell, kind) => {
    const { stdout } = await run(shell, ["-c", curlSample(input(scheme, secrets[kind]))]);
    expect(stdout).toContain("202");
    await expectVerified(scheme, secrets[kind]);
  });

  test.each(["made", "nasty"] as const)("curl with a %s secret of the environment", async (kind) => {
    const env = { ...process.env, WEBHOOK_SECRET: secrets[kind] };
    await run("dash", ["-c", curlSample(input(scheme, null))], { env });
    await expectVerified(scheme, secrets[kind]);
  });

  test.each([
    ["node", ["--input-type=module", "-e"], nodeSample],
    ["python3", ["-c"], pythonSample],
  ] as const)("%s", async (command, flags, sample) => {
    const env = { ...process.env, WEBHOOK_SECRET: secret };
    await run(command, [...flags, sample(input(scheme, null))], { env });
    await expectVerified(scheme, secret);
    received = [];
    await run(command, [...flags, sample(input(scheme, nasty))]);
    await expectVerified(scheme, nasty);
  });
});

describe.each(SIGNATURE_SCHEMES)("%s", (scheme) => {
  test.each(INCOMING_ACTIONS)("has a payload that %s can use", (action) => {
    const payload = samplePayload({ scheme, action, mapping: {} });
    expect(actionIssues(action, fieldsOf(action, payload, {}))).toEqual([]);
  });

  test("has a payload for every mapping", () => {
    const mappings = [
      {
        subject: "a.b.0.c",
        body: "{{x}} and {{y.z}}",
        "customer.email": "from",
        priority: "p",
        tags: "t.list",
      },
      { subject: "{{title}}", status: "{{state}}", diagnostics: "environment", assigneeId: "who" },
      {
        subject: "issue.title.deep",
        "customer.name": "issue.title.deep",
        "customer.email": "issue.title.deep",
      },
      ...(PRESETS[scheme].example ? [PRESETS[scheme].example.mapping] : []),
    ];
    for (const mapping of mappings) {
      const payload = samplePayload({ scheme, action: "create_ticket", mapping });
      expect(actionIssues("create_ticket", fieldsOf("create_ticket", payload, mapping))).toEqual([]);
    }
    const mapping = { ticketId: "ref.number", body: "text" };
    const payload = samplePayload({ scheme, action: "add_comment", mapping, ticketNumber: 41 });
    expect(mapPayload(toReceived({ payload }), mapping).fields).toMatchObject({ ticketId: 41 });
  });
});

test("without the secret in the environment the shell says what is missing, and sends nothing", async () => {
  const env = { ...process.env, WEBHOOK_SECRET: "" };
  await expect(
    run("sh", ["-c", curlSample(input({ signatureScheme: "replify" }, null))], { env }),
  ).rejects.toThrow("WEBHOOK_SECRET");
  expect(received).toEqual([]);
});
