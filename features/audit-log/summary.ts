import type { AUDIT_OUTCOMES } from "@/db/enums";

interface Facts {
  actorName: string;
  action: string;
  targetName: string;
  outcome: (typeof AUDIT_OUTCOMES)[number];
}

/** Nouns as people say them; any other is its name with spaces. */
const NOUN_LABELS: Record<string, string> = {
  token: "token",
  oauth_client: "app",
  subscription: "subscription",
  delivery: "delivery",
  user: "user",
  team: "team",
  invitation: "the invitation of",
  organization: "workspace",
  incoming_webhook: "incoming webhook",
  incoming_request: "a request of",
};

/** Actions whose sentence is not "<actor> <verb> <noun> <name>". */
const SENTENCES: Record<string, (facts: Facts) => string> = {
  "session.started": ({ actorName }) => `${actorName} signed in`,
  "session.ended": ({ actorName }) => `${actorName} signed out`,
  "session.others_ended": ({ actorName }) => `${actorName} ended all their other sessions`,
  "session.reauthenticated": ({ actorName }) => `${actorName} confirmed their identity`,
  "session.refused": ({ targetName }) => `A sign-in as ${targetName} was refused`,
  "call.refused": ({ actorName, targetName }) => `${actorName} was refused the call ${targetName}`,
  "call.refusals_counted": ({ actorName, targetName }) => `${actorName} was refused ${targetName}`,
  "session.link_sent": ({ targetName }) => `A link to sign in was mailed to ${targetName}`,
  "session.link_used": ({ targetName }) => `${targetName} signed in with a mailed link`,
  "second_factor.refused": ({ targetName }) => `A second factor for ${targetName} was refused`,
  "recovery_code.used": ({ targetName }) => `A recovery code of ${targetName} was used`,
  "recovery_codes.remade": ({ actorName }) => `${actorName} made new recovery codes`,
  "factor.added": ({ actorName, targetName }) => `${actorName} added the second factor ${targetName}`,
  "factor.renamed": ({ actorName, targetName }) => `${actorName} renamed a second factor, to ${targetName}`,
  "factor.removed": ({ actorName, targetName }) => `${actorName} removed the second factor ${targetName}`,
  "user.factors_reset": ({ actorName, targetName }) =>
    `${actorName} reset the second factors of ${targetName}`,
  "organization.factor_roles_changed": ({ actorName }) =>
    `${actorName} changed which roles need a second factor`,
  "user.joined": ({ targetName }) => `${targetName} joined`,
  "user.identity_linked": ({ targetName }) =>
    `${targetName} signed in through the provider for the first time`,
  "user.password_changed": ({ actorName, targetName }) =>
    actorName === targetName
      ? `${actorName} changed their password`
      : `${actorName} changed the password of ${targetName}`,
  "ticket.comment_added": ({ actorName, targetName }) => `${actorName} commented on ticket ${targetName}`,
  "chat.message_added": ({ actorName, targetName }) => `${actorName} wrote in chat ${targetName}`,
  "chat.message_edited": ({ actorName, targetName }) => `${actorName} edited a message in chat ${targetName}`,
  "chat.message_deleted": ({ actorName, targetName }) =>
    `${actorName} deleted a message in chat ${targetName}`,
  "chat.turned_into_ticket": ({ actorName, targetName }) =>
    `${actorName} turned chat ${targetName} into a ticket`,
  "oauth_session.started": ({ actorName, targetName }) => `Customer ${actorName} connected ${targetName}`,
  "oauth_session.ended": ({ actorName, targetName }) => `${actorName} disconnected ${targetName}`,
  "oauth_session.token_reused": ({ targetName }) => `A used-up token of ${targetName} was sent again`,
  "oauth_session.token_unreadable": ({ targetName }) =>
    `A stored token of ${targetName} was changed from outside`,
  "secrets.reencrypted": ({ targetName }) => `Secrets were encrypted again with the key ${targetName}`,
  "customer.registered": ({ targetName }) => `Customer ${targetName} made an account`,
  "customer.signed_in": ({ targetName }) => `Customer ${targetName} signed in`,
  "customer.signed_out": ({ targetName }) => `Customer ${targetName} signed out`,
  "customer.password_changed": ({ targetName }) => `Customer ${targetName} changed their password`,
  "customer.password_reset": ({ targetName }) => `Customer ${targetName} set a new password`,
  "customer.brought_back": ({ actorName, targetName }) => `${actorName} brought customer ${targetName} back`,
  "customer.erased": ({ actorName, targetName }) =>
    `${actorName} erased the personal data of customer ${targetName}`,
  "invitation.accepted": ({ targetName }) => `${targetName} accepted their invitation`,
  "sample_data.added": ({ actorName }) => `${actorName} added the sample data`,
  "sample_data.removed": ({ actorName }) => `${actorName} removed the sample data`,
  "audit_log.exported": ({ actorName }) => `${actorName} exported the audit log`,
};

/** What happened as one sentence, "Ada created token CI", also for actions that this file has never heard of. */
export function summarize(facts: Facts): string {
  const { actorName, action, targetName, outcome } = facts;
  const known = SENTENCES[action];
  if (known) return known(facts);
  const [noun = "", done = ""] = action.split(".");
  const words = done.split("_");
  const verb = words.pop() ?? "";
  const label = NOUN_LABELS[noun] ?? noun.replaceAll("_", " ");
  const object = words.length > 0 ? `the ${words.join(" ")} of ${label}` : label;
  const refused = outcome === "failure" ? " (refused)" : "";
  return `${actorName} ${verb} ${object} ${targetName}${refused}`;
}
