import { SENDERS, type Sender, type SignatureScheme } from "@/db/enums";
import type { GenericSignature } from "@/lib/generic-signature";
import { alertmanager } from "./alertmanager";
import { discord } from "./discord";
import { genericScheme } from "./generic";
import { github } from "./github";
import { gitlab } from "./gitlab";
import { grafana } from "./grafana";
import { hubspot } from "./hubspot";
import { intercom } from "./intercom";
import { linear } from "./linear";
import { mailgun } from "./mailgun";
import { pagerduty } from "./pagerduty";
import { postmark } from "./postmark";
import { replify } from "./replify";
import type { Scheme, SignedRequest } from "./scheme";
import { sendgrid } from "./sendgrid";
import { sentry } from "./sentry";
import { shopify } from "./shopify";
import { slack } from "./slack";
import { standardWebhooks } from "./standard-webhooks";
import { stripe } from "./stripe";
import { trello } from "./trello";
import { twilio } from "./twilio";
import { typeform } from "./typeform";
import { woocommerce } from "./woocommerce";
import { zendesk } from "./zendesk";
import { zoom } from "./zoom";

/** How each sender that is known by name signs. */
export const SCHEMES: Record<Sender, Scheme> = {
  replify,
  standard_webhooks: standardWebhooks,
  github,
  stripe,
  slack,
  shopify,
  gitlab,
  woocommerce,
  sentry,
  pagerduty,
  typeform,
  linear,
  zendesk,
  intercom,
  hubspot,
  twilio,
  mailgun,
  postmark,
  sendgrid,
  alertmanager,
  grafana,
  discord,
  zoom,
  trello,
};

/** What a webhook is set to: a sender by name, or a signature that it describes itself. */
export interface SchemeChoice {
  signatureScheme: SignatureScheme;
  signature?: GenericSignature | null | undefined;
}

export function schemeOf({ signatureScheme, signature }: SchemeChoice): Scheme {
  if (signatureScheme !== "generic") return SCHEMES[signatureScheme];
  // Kept together by a check of the table; a bearer token of nobody's is what nothing proves.
  return genericScheme(signature ?? { type: "bearer" });
}

/** Whose name stands for how a webhook is signed; null where it describes that itself. */
export function senderOf({ signatureScheme }: SchemeChoice): Sender | null {
  return signatureScheme === "generic" ? null : signatureScheme;
}

/** The senders, other than this one, whose signature header the request has. What many send, such as Authorization, tells nothing. */
export function otherSchemes(headers: SignedRequest["headers"], scheme: SignatureScheme): Sender[] {
  return SENDERS.filter((one) => {
    const { header } = SCHEMES[one];
    return one !== scheme && header !== "Authorization" && headers[header.toLowerCase()];
  });
}
