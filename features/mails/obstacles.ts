import type { MailObstacle } from "@/db/enums";

/** Beside an answer, after "Not mailed: ". */
export const OBSTACLE_LABELS: Record<MailObstacle, string> = {
  no_server: "no mail server is set",
  customer_gone: "the customer was deleted",
  ticket_gone: "the ticket was deleted",
  no_address: "the customer has no email address",
  switched_off: "the customer has switched mails off",
  address_bounced: "the address refused an earlier mail",
  too_many: "too many mails in an hour",
};

/** What to do about it, for whoever sends a mail again. */
export const OBSTACLE_SENTENCES: Record<MailObstacle, string> = {
  no_server: "No mail server is set. Set SMTP_URL and MAIL_FROM.",
  customer_gone: "The customer was deleted. Give the ticket another customer.",
  ticket_gone: "The ticket was deleted. Answer in another one.",
  no_address: "The customer has no email address. Add one.",
  switched_off: "The customer has switched mails off. Only they can switch them on.",
  address_bounced: "The address refused an earlier mail. Correct it.",
  too_many: "The ticket had too many mails within an hour. Wait.",
};
