import type { SignatureScheme } from "@/db/enums";
import { alertmanager } from "./alertmanager";
import { discord } from "./discord";
import { generic } from "./generic";
import { github } from "./github";
import { gitlab } from "./gitlab";
import { grafana } from "./grafana";
import { hubspot } from "./hubspot";
import { intercom } from "./intercom";
import { linear } from "./linear";
import { mailgun } from "./mailgun";
import { pagerduty } from "./pagerduty";
import { postmark } from "./postmark";
import type { HandshakeAnswer, Preset } from "./preset";
import { replify } from "./replify";
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

/** The senders behind the signature schemes. */
export const PRESETS: Record<SignatureScheme, Preset> = {
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
  generic,
};

interface Tried {
  headers: Readonly<Record<string, string>>;
  payload: unknown;
  sign(text: string): string;
}

/** What the sender is answered instead of our own words; null where those will do. */
export function replyTo(scheme: SignatureScheme, payload: unknown): HandshakeAnswer | null {
  if (typeof payload !== "object" || payload === null) return null;
  return PRESETS[scheme].reply?.(payload) ?? null;
}

/** A call by which the sender tries the address without signing: it says nothing, and nothing comes of it. */
export function isUnsignedPing(scheme: SignatureScheme, body: Buffer): boolean {
  const { isUnsignedPing: isPing } = PRESETS[scheme];
  return isPing !== undefined && body.length < 100 && isPing(body.toString("latin1"));
}

/** Test calls of senders make no ticket. Null for everything else. */
export function handshakeAnswer(
  scheme: SignatureScheme,
  { headers, payload, sign }: Tried,
): HandshakeAnswer | null {
  if (typeof payload !== "object" || payload === null) return null;
  return PRESETS[scheme].handshake?.(headers, payload, sign) ?? null;
}
