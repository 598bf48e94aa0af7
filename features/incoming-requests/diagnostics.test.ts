import { beforeEach, describe, expect, test } from "vitest";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { TEST_SITES } from "@/features/environment-reports/test-sites";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { signedCall } from "@/features/incoming-requests/signed-call";
import { createIncomingWebhookSchema } from "@/features/incoming-webhooks/schema";
import { createIncomingWebhook } from "@/features/incoming-webhooks/service";
import { getTicket } from "@/features/tickets/queries";
import type { Context } from "@/lib/context";

const FORMS = ["environment", "siteHealth", "siteHealthText", "wooSystemStatus"] as const;

let ctx: Context;

beforeEach(async () => {
  ctx = createContext(await createUser(await createOrganization()));
});

describe.each(TEST_SITES)("what the site $name tells of itself", (site) => {
  test.each(FORMS)("in the form %s is read, also where a mapping finds it", async (form) => {
    const direct = await ticketOf({}, { subject: "Down", diagnostics: site[form] });
    const mapped = await ticketOf(
      { subject: "title", diagnostics: "site.told" },
      { title: "Down", site: { told: site[form] } },
    );
    const written = await ticketOf(
      { subject: "title", diagnostics: "{{site}}" },
      { title: "Down", site: site[form] },
    );
    expect(direct.diagnostics).toMatchObject({ source: form, summary: { php: site.environment.phpVersion } });
    expect(mapped.diagnostics).toEqual(direct.diagnostics);
    // Also where a template made text of it.
    expect(written.diagnostics).toEqual(direct.diagnostics);
  });
});

test("other diagnostics stay as they are, digit by digit", async () => {
  const { diagnostics } = await ticketOf({}, '{"subject":"Down","diagnostics":{"app":{"version":4.20}}}');
  expect(JSON.stringify(diagnostics)).toBe('{"app":{"version":4.20}}');
});

async function ticketOf(mapping: Record<string, string>, payload: unknown) {
  const input = createIncomingWebhookSchema.parse({ name: "Site", action: "create_ticket", mapping });
  const webhook = await createIncomingWebhook(ctx, input);
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  const { body } = await receiveRequest(signedCall(webhook, text));
  return getTicket(ctx, String(Object(body).ticketId));
}
