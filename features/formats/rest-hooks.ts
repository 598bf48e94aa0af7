import type { Format, FormatHeaderParts } from "./format";

export const restHooks: Format = {
  label: "REST Hooks",
  description:
    "For receivers that were written for Repliers: a list of the event's objects, and the value of the handshake in X-Hook-Secret.",
  contentType: "application/json",
  needsSecret: false,
  isVerified: true,
  signature: null,
  body: ({ data }) => `[${data}]`,
  headers,
};

function headers({ hookSecret }: FormatHeaderParts): Record<string, string> {
  return hookSecret === null ? {} : { "x-hook-secret": hookSecret, "x-api-key": hookSecret };
}
