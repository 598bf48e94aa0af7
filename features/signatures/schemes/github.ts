import { digestOf, eventIdFrom, HEX_DIGEST, malformed, missing, type Scheme } from "./scheme";

// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
export const github: Scheme = {
  label: "GitHub",
  header: "X-Hub-Signature-256",
  key: "text",
  timestamp: "never",
  recipe: {
    prefix: "",
    encoding: "hex",
    headers: {
      "X-GitHub-Event": "issues",
      "X-GitHub-Delivery": "{id}",
      "X-Hub-Signature-256": "sha256={signature}",
    },
  },
  read({ headers }) {
    const header = headers["x-hub-signature-256"];
    if (!header) return missing("X-Hub-Signature-256");
    const digest = digestOf(header, "sha256=", HEX_DIGEST);
    if (digest === null) return malformed("sha256= and 64 lower-case hex digits");
    return { prefix: "", signatures: [digest], timestamp: null };
  },
  eventId: ({ headers }) => eventIdFrom(headers, "X-GitHub-Delivery"),
};
