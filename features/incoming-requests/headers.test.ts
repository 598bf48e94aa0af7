import { beforeEach, describe, expect, test } from "vitest";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { listRecentPayloads } from "@/features/incoming-requests/recent-payloads";
import { replayRequest } from "@/features/incoming-requests/replay";
import { makeWebhook, sendBytes, ticketsOf } from "@/features/incoming-requests/sent-requests";
import { previewMapping } from "@/features/incoming-webhooks/preview";
import { previewMappingSchema } from "@/features/incoming-webhooks/preview-schema";
import type { CreatedIncomingWebhook } from "@/features/incoming-webhooks/schema";
import type { Context } from "@/lib/context";

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

describe("headers", () => {
  const rules = (value: string) => ({
    rules: [
      {
        name: "Issues",
        conditions: { all: [{ path: "headers.X-GitHub-Event", operator: "equals", value }] },
        action: "create_ticket",
      },
    ],
  });
  const secret = "header-secret-0123456789";
  const sent = {
    "x-github-event": "issues",
    "x-my-door": secret,
    cookie: `a=${secret}`,
    "x-api-key": secret,
    "x-note": `Bearer ${secret}`,
  };
  const EVERYTHING = "{{ headers }} {% for header in headers %}{{ header | join: ' ' }}{% endfor %}";
  const DOORS = ["x-my-door", "cookie", "x-api-key", "x-note"]
    .map((name) => `[{{headers.${name}}}]`)
    .join("");

  async function call(made: CreatedIncomingWebhook) {
    return (await sendBytes(made, sent, Buffer.from('{"subject":"Down"}'))).body;
  }

  test("choose a rule, now and when the request is taken again, and never say a secret", async () => {
    const made = await makeWebhook(ctx, {
      signature: { type: "header", header: "X-My-Door" },
      secret,
      mapping: { subject: "{{subject}} {{headers.x-github-event}}", body: EVERYTHING + DOORS },
      ...rules("issues"),
    });
    const { requestId } = await call(made);
    await replayRequest(ctx, made.id, String(requestId));
    const tickets = await ticketsOf(ctx);
    expect(tickets.map(({ subject }) => subject)).toEqual(["Down issues", "Down issues"]);
    for (const { body } of tickets) {
      expect(body).toContain("x-github-event");
      expect(body).toContain("[][][][]");
      expect(body).not.toMatch(/secret|6789|••••|x-my-door|cookie/);
    }
    const { samples, paths } = await listRecentPayloads(ctx, made.id);
    expect(samples.map(({ headers }) => headers)).toEqual([
      { "x-github-event": "issues" },
      { "x-github-event": "issues" },
    ]);
    expect(paths).toEqual(["headers.x-github-event", "subject"]);
    const preview = previewMapping(
      ctx,
      previewMappingSchema.parse({
        action: "create_ticket",
        mapping: { subject: "{{subject}}", body: DOORS },
        payload: { subject: "Down" },
        headers: { "X-GitHub-Event": "issues", "X-Api-Key": secret, Cookie: secret },
        ...rules("issues"),
      }),
    );
    expect(preview).toMatchObject({ rule: "Issues", ignored: null });
    expect(JSON.stringify(preview)).not.toContain("6789");
    expect(
      await call(await makeWebhook(ctx, { signature: made.signature, secret, ...rules("push") })),
    ).toMatchObject({
      outcome: "ignored",
    });
  });
});
