import { SIGNATURE_SCHEMES, type SignatureScheme } from "@/db/enums";
import { github } from "./github";
import { replify } from "./replify";
import type { Scheme, SignedRequest } from "./scheme";
import { shopify } from "./shopify";
import { slack } from "./slack";
import { standardWebhooks } from "./standard-webhooks";
import { stripe } from "./stripe";

export const SCHEMES: Record<SignatureScheme, Scheme> = {
  replify,
  standard_webhooks: standardWebhooks,
  github,
  stripe,
  slack,
  shopify,
};

/** The schemes, other than this one, whose signature header the request has. */
export function otherSchemes(headers: SignedRequest["headers"], scheme: SignatureScheme): SignatureScheme[] {
  return SIGNATURE_SCHEMES.filter((one) => one !== scheme && headers[SCHEMES[one].header.toLowerCase()]);
}
