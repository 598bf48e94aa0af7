import { isFormType, parseForm } from "@/lib/form-body";
import {
  type Claimed,
  digestOf,
  eventIdFrom,
  malformed,
  missing,
  type Scheme,
  type SignedRequest,
} from "./scheme";

const BASE64_SHA1 = /^[A-Za-z0-9+/]{27}=$/;
const HEX_SHA256 = /^[0-9a-f]{64}$/i;

// https://www.twilio.com/docs/usage/security#validating-requests
export const twilio: Scheme = {
  label: "Twilio",
  header: "X-Twilio-Signature",
  key: "text",
  timestamp: "never",
  isOnlySenders: true,
  recipe: {
    prefix: "{url}",
    algorithm: "sha1",
    encoding: "base64",
    headers: { "I-Twilio-Idempotency-Token": "{id}", "X-Twilio-Signature": "{signature}" },
  },
  read(request) {
    const header = request.headers["x-twilio-signature"];
    if (!header) return missing("X-Twilio-Signature");
    const digest = digestOf(header, "", BASE64_SHA1);
    if (digest === null) return malformed("a SHA-1 digest in base64");
    const signed = signedParts(request);
    if (signed === null) return malformed("a form, or a body whose digest is in the address as bodySHA256");
    return { prefix: request.url ?? "", signatures: [digest], timestamp: null, ...signed };
  },
  eventId: ({ headers }) => eventIdFrom(headers, "I-Twilio-Idempotency-Token"),
};

/** A form is signed as its fields, sorted by name; of anything else Twilio puts the digest into the address. */
function signedParts({ headers, body, url = "" }: SignedRequest): Partial<Claimed> | null {
  if (isFormType(headers["content-type"])) {
    const fields = parseForm(body);
    return (
      fields && {
        content: [...fields.keys()]
          .toSorted()
          .map((name) => fieldText(fields, name))
          .join(""),
      }
    );
  }
  const bodySha256 = /[?&]bodySHA256=([^&#]*)/.exec(url)?.[1] ?? "";
  return HEX_SHA256.test(bodySha256) ? { content: "", bodySha256: bodySha256.toLowerCase() } : null;
}

function fieldText(fields: ReadonlyMap<string, string[]>, name: string): string {
  return [...new Set(fields.get(name))]
    .toSorted()
    .map((value) => name + value)
    .join("");
}
