/** Headers that we decide by. */
const SINGLE = new Set([
  "authorization",
  "content-encoding",
  "content-type",
  "idempotency-key",
  "origin",
  "repliers-api-key",
  "sec-fetch-site",
  "x-api-key",
]);
/** Those of the signatures that incoming webhooks know. */
const SIGNED =
  /^(?:webhook|x-replify|x-hub|x-github|stripe|x-slack|x-shopify|x-gitlab|x-wc|sentry|x-pagerduty|typeform|linear|x-zendesk|x-hubspot|x-twilio|x-grafana|x-signature|x-zm|x-trello)-/;

/**
 * The name of a header that came twice although one must decide. Node keeps the first of some and joins others, and whatever stands before us
 * may choose otherwise.
 */
export function repeatedHeader(rawHeaders: string[]): string | undefined {
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? "").toLowerCase();
    if (!SINGLE.has(name) && !SIGNED.test(name)) continue;
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}
