import { expect, test } from "vitest";
import { createContext, createOrganization, createUser } from "@/db/factories";
import { receiveRequest } from "@/features/incoming-requests/receive";
import { makeWebhook, send } from "@/features/incoming-requests/sent-requests";
import { signedCall } from "@/features/incoming-requests/signed-call";
import { listRecentPayloads } from "@/features/incoming-webhooks/recent-payloads";

test("whoever writes a mapping is shown what came of late, but nothing that nobody signed", async () => {
  const ctx = createContext(await createUser(await createOrganization()));
  const made = await makeWebhook(ctx);
  await send(made, { subject: "Down", issue: { id: 7 } });
  await send(made, { title: "no subject" }).catch(() => null);
  await receiveRequest(signedCall(made, '{"forged":1}', { secret: "not the secret" })).catch(() => null);
  const { samples, paths } = await listRecentPayloads(ctx, made.id);
  expect(samples.map(({ body }) => body)).toEqual([
    '{"title":"no subject"}',
    '{"subject":"Down","issue":{"id":7}}',
  ]);
  expect(paths).toEqual(["issue.id", "subject", "title"]);
  const stranger = createContext(await createUser(await createOrganization()));
  await expect(listRecentPayloads(stranger, made.id)).rejects.toMatchObject({ code: "not_found" });
});
