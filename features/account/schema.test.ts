import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { replyToOwnTicketSchema } from "@/features/account/schema";
import { LONG_TEXT_MAX, START } from "@/features/customer-accounts/form-state";
import { MAX_FORM_BYTES } from "@/lib/form-guard";

const parse = (body: string) =>
  replyToOwnTicketSchema.safeParse({ key: randomUUID(), ticketId: randomUUID(), body });

test("the longest text arrives in any script, on a second try, too", async () => {
  const [subject, body] = ["語".repeat(300), "語".repeat(LONG_TEXT_MAX)];
  expect(parse(body).success).toBe(true);
  expect(parse(`${body}語`).success).toBe(false);
  // As React sends it: what came back from the last try, then the form.
  const sent = new FormData();
  sent.set("0", JSON.stringify([{ ...START, values: { ...START.values, subject, body } }, "$K1"]));
  sent.set("1_key", randomUUID());
  sent.set("1_subject", subject);
  sent.set("1_body", body);
  expect((await new Response(sent).blob()).size).toBeLessThanOrEqual(MAX_FORM_BYTES);
});

test("the end of a line is one character, as whoever writes it sees it", () => {
  expect(parse("One\r\nTwo").data?.body).toBe("One\nTwo");
  expect(parse("x\r\n".repeat(LONG_TEXT_MAX / 2)).success).toBe(true);
});
