import { isFormType, parseForm } from "@/lib/form-body";
import { boundaryOf, parseMultipart } from "@/lib/multipart";
import { readPath } from "@/lib/own-path";
import {
  badTimestamp,
  HEX_DIGEST,
  isUnixSeconds,
  jsonIn,
  malformed,
  type Scheme,
  type SignedRequest,
} from "./scheme";

type Part = "timestamp" | "token" | "signature";

/** Longer than Mailgun tries again; each token is taken once within it. */
const TOLERANCE_SECONDS = 12 * 60 * 60;
/** Of an event, which has a few thousand. Nobody is known yet to have signed it, and many small values of a long text hold all others up. */
const MAX_JSON_BYTES = 256 * 1024;

const NO_SIGNATURE = `There is no field signature in the body, or it is JSON of more than ${MAX_JSON_BYTES / 1024} KiB.`;

// https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
export const mailgun: Scheme = {
  label: "Mailgun",
  header: "signature in the body",
  key: "text",
  timestamp: "always",
  toleranceSeconds: TOLERANCE_SECONDS,
  warning:
    "Mailgun signs a time and a random token, and not the message: a changed body is not noticed. Each token is taken once, so that a recorded request can't be sent again.",
  isOnlySenders: true,
  recipe: { prefix: "{timestamp}{token}", encoding: "hex", headers: {} },
  read(request) {
    const partOf = bodyParts(request);
    const [timestamp, token, signature] = [partOf("timestamp"), partOf("token"), partOf("signature")];
    if (!signature) return { problem: "missing_signature", detail: NO_SIGNATURE };
    if (!HEX_DIGEST.test(signature)) return malformed("64 lower-case hex digits in the field signature");
    if (!isUnixSeconds(timestamp)) return badTimestamp("The field timestamp");
    if (!token) return malformed("a field token beside the signature");
    return {
      prefix: `${timestamp}${token}`,
      content: "",
      signatures: [signature],
      timestamp: Number(timestamp),
    };
  },
  // The token is what is signed, by which a second request is known.
  eventId: () => null,
};

/** Events come as JSON; mail that a route forwards as a form. */
function bodyParts({ headers, body }: SignedRequest): (name: Part) => string | undefined {
  const type = headers["content-type"];
  const boundary = boundaryOf(type);
  if (boundary !== null) {
    const parsed = parseMultipart(body, boundary);
    return (name) => parsed?.fields.get(name)?.[0];
  }
  if (isFormType(type)) {
    const fields = parseForm(body);
    return (name) => fields?.get(name)?.[0];
  }
  const payload = body.length > MAX_JSON_BYTES ? undefined : jsonIn(body.toString("utf8"));
  return (name) => {
    const value = readPath(payload, `signature.${name}`);
    return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
  };
}
