import { expect, test } from "vitest";
import { nearest } from "./nearest";

const NAMES = ["ticket.created", "ticket.updated", "email_sent", "a"];

test.each([
  ["ticket.create", "ticket.created"],
  ["Ticket.Created", "ticket.created"],
  ["ticket.udpated", "ticket.updated"],
  ["email.sent", "email_sent"],
  ["xxticket.created", "ticket.created"],
  ["ket.created", "ticket.created"],
  ["et.created", undefined],
  ["ticket.xcrxeatxed", "ticket.created"],
  ["ticket.xcrxeatxedx", undefined],
  ["order.shipped", undefined],
  ["", undefined],
  ["*", undefined],
])("%j was meant to be %s", (word, expected) => expect(nearest(word, NAMES)).toBe(expected));
