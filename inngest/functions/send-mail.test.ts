import { expect, test } from "vitest";
import { customerContext } from "@/features/auth/customer-context";
import {
  answer,
  ctx,
  rows,
  server,
  ticketOf,
  withOwnDatabaseAndMailServer,
} from "@/features/mails/test-set-up";
import { answerTicket } from "@/features/troubleshooter/service";
import { sendMail } from "./send-mail";
import { until, withEngine } from "./test-set-up";

withOwnDatabaseAndMailServer({ MAIL_BUNDLE_SECONDS: "0", MAILS_PER_TICKET_AND_HOUR: "3" });
withEngine({ concurrency: 8, runs: [sendMail] });

test("programs that answer each other for ever are mailed so often and no more", async () => {
  const ticket = await ticketOf();
  const customerId = ticket.customer?.id ?? "";
  const acting = { organizationId: ctx.organizationId, customerId, name: "Dana", sessionId: "none" };
  const customer = customerContext(acting, "test", { ip: null, userAgent: null });
  let turns = 0;
  // An autoresponder on the customer's side, and an integration of the desk's that answers whatever comes.
  server.onMail = async () => {
    turns++;
    await answerTicket(customer, ticket.id, { body: "I am on holiday." });
    await answer(ticket, "Thank you for your answer.");
  };
  await answer(ticket, "Please update PHP.");
  await until(async () => expect((await rows()).at(-1)).toMatchObject({ obstacle: "too_many" }));
  expect((await rows()).map(({ status }) => status)).toEqual(["sent", "sent", "sent", "skipped"]);
  expect(turns).toBe(3);
});

test("a mail that is to be taken later is tried again by its run", async () => {
  let refused = 0;
  server.refuse = () => (refused++ === 0 ? { code: 451, message: "4.3.0 later" } : undefined);
  await answer(await ticketOf(), "One");
  await until(async () => expect((await rows())[0]).toMatchObject({ status: "sent" }));
  expect(server.mails).toHaveLength(1);
});
