import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { database } from "@/db/client";
import { createCustomerAccount, createOrganization } from "@/db/factories";
import { auditLog, customers } from "@/db/schema";
import { someAddress } from "@/e2e/some-address";
import { oneClickUrl } from "@/features/mails/switch-off-link";
import { GET, POST } from "./route";

async function customerWithLink() {
  const { customerId, organizationId } = await createCustomerAccount(await createOrganization());
  const url = oneClickUrl(customerId);
  const receivesMails = async () => {
    const [row] = await database().select().from(customers).where(eq(customers.id, customerId));
    return row?.receivesMails;
  };
  return { url, organizationId, receivesMails };
}

function call(handler: typeof POST, url: string, init: RequestInit = {}): Promise<Response> {
  const request = new Request(url, { ...init, headers: { "x-replify-client-address": someAddress() } });
  return handler(request, { params: Promise.resolve({ token: url.split("/").at(-1) ?? "" }) });
}

// RFC 8058, 3.1 and 8.1: a POST with this one pair, and neither cookie nor password.
const ONE_CLICK = { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) };

test("a mail program's one click switches mails off, on record, also twice at once", async () => {
  const { url, organizationId, receivesMails } = await customerWithLink();
  const answers = await Promise.all([call(POST, url, ONE_CLICK), call(POST, url, ONE_CLICK)]);
  expect(answers.map(({ status }) => status)).toEqual([204, 204]);
  expect(await receivesMails()).toBe(false);
  const log = await database()
    .select({ action: auditLog.action })
    .from(auditLog)
    .where(eq(auditLog.organizationId, organizationId));
  expect(log).toEqual([{ action: "customer.updated" }]);
});

test("a link that is only looked at leads to a page, and changes nothing", async () => {
  const { url, receivesMails } = await customerWithLink();
  const answer = await call(GET, url);
  expect(answer.status).toBe(303);
  expect(new URL(answer.headers.get("location") ?? "").pathname).toBe(
    new URL(url).pathname.replace("/api/mails/", "/account/mails/"),
  );
  expect(await receivesMails()).toBe(true);
});

test("a token that we never made is told nothing and switches nothing", async () => {
  const { url, receivesMails } = await customerWithLink();
  const last = url.endsWith("A") ? "E" : "A";
  for (const wrong of [`${url.slice(0, -1)}${last}`, `${url}x`, url.replace(/\.[^.]+$/, "")])
    expect((await call(POST, wrong, ONE_CLICK)).status).toBe(404);
  expect(await receivesMails()).toBe(true);
});
