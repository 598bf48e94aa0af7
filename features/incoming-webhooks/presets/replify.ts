import type { Preset } from "./preset";

export const replify: Preset = {
  description: "Your own code, or another Replify. X-Replify-Signature, with a timestamp if you send one.",
  givesSecret: false,
  example: null,
  steps: [
    "Send JSON by POST to the URL above.",
    "Sign the current Unix seconds, a dot and the body with HMAC-SHA256 and the secret.",
    "Send the seconds as X-Replify-Timestamp and sha256= with the digest in hex as X-Replify-Signature.",
    "Add an Idempotency-Key, the same for each retry, so that a repeat does nothing twice.",
  ],
};
