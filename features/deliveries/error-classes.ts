import { EGRESS_ERROR_KINDS } from "@/lib/egress/error";

/** Every way an attempt can fail. The kinds of the egress client are classes as they are; the rest comes from the answer, or its lack. */
export const ERROR_CLASSES = [
  ...EGRESS_ERROR_KINDS,
  "redirect",
  "client_error",
  "gone",
  "rate_limited",
  "server_error",
  "abandoned",
  "echo_deleted",
  "internal_error",
] as const;

export type ErrorClass = (typeof ERROR_CLASSES)[number];

/** What is known about the failed attempt; whatever is missing is left out of the sentences. */
export interface FailureFacts {
  host?: string | null;
  statusCode?: number | null;
}

export interface Explanation {
  title: string;
  explanation: string;
  nextStep: string;
}

export function isErrorClass(text: string): text is ErrorClass {
  return ERROR_CLASSES.some((errorClass) => errorClass === text);
}

/** Null for success, which is 2xx alone. */
export function classifyStatus(statusCode: number): ErrorClass | null {
  if (statusCode >= 200 && statusCode < 300) return null;
  if (statusCode === 410) return "gone";
  if (statusCode === 429) return "rate_limited";
  if (statusCode >= 300 && statusCode < 400) return "redirect";
  if (statusCode >= 400 && statusCode < 500) return "client_error";
  if (statusCode >= 500 && statusCode < 600) return "server_error";
  return "invalid_response";
}

/** Whether the target wants, or is, nothing any more: then nothing is tried again, and the subscription is disabled. */
export function isGone(errorClass: ErrorClass | null): boolean {
  return errorClass === "gone" || errorClass === "echo_deleted";
}

/** What a failure means and what to do about it, for whoever reads the delivery log. */
export function explain(errorClass: ErrorClass, facts: FailureFacts = {}): Explanation {
  const host = facts.host ?? "the target";
  if (errorClass === "client_error") return explainClientError(facts);
  return EXPLANATIONS[errorClass](host, facts.statusCode ?? null);
}

type Explain = (host: string, statusCode: number | null) => Explanation;

const EXPLANATIONS: Record<Exclude<ErrorClass, "client_error">, Explain> = {
  dns_not_found: (host) => ({
    title: "Host name not found",
    explanation: `DNS knows no address for ${host}.`,
    nextStep: "Check the target URL for typing errors, or wait if the domain was set up just now.",
  }),
  dns_error: (host) => ({
    title: "DNS did not answer",
    explanation: `The address of ${host} could not be looked up: its name servers failed or took too long.`,
    nextStep:
      "Check the domain's name servers. If other targets fail like this too, check the DNS of this installation.",
  }),
  connection_refused: (host) => ({
    title: "Connection refused",
    explanation: `${sentenceStart(host)} is reachable, but nothing accepts connections on this port.`,
    nextStep: "Check that your receiver is running, and that the port in the target URL is right.",
  }),
  connection_failed: (host) => ({
    title: "No connection",
    explanation: `There is no network path to ${host}.`,
    nextStep:
      "Check the receiver's network and firewall. If other targets fail like this too, check the network of this installation.",
  }),
  connection_timeout: (host) => ({
    title: "Connection timed out",
    explanation: `${sentenceStart(host)} did not accept a connection in time. A firewall that drops packets looks like this.`,
    nextStep: "Check that your firewall lets Replify in, and that the host is up.",
  }),
  connection_reset: (host) => ({
    title: "Connection closed early",
    explanation: `${sentenceStart(host)} closed the connection before it answered.`,
    nextStep:
      "Look for crashes, restarts or request limits in the log of your receiver or of the proxy in front of it.",
  }),
  tls_error: (host) => ({
    title: "No secure connection",
    explanation: `The TLS connection to ${host} failed: the certificate has expired, is for another name, or is from an unknown authority, or TLS 1.2 is not offered.`,
    nextStep:
      "Renew the certificate, or serve it with its intermediate certificates. A private authority can be added with EGRESS_CA_FILE.",
  }),
  timeout: (host) => ({
    title: "No answer in time",
    explanation: `${sentenceStart(host)} took the request but did not answer within the time limit.`,
    nextStep: "Answer with 2xx as soon as the event is stored, and do the work afterwards.",
  }),
  blocked_address: () => ({
    title: "Address not allowed",
    explanation:
      "The target is, or its name points to, an address that Replify does not call: private, local or reserved. Nothing was sent.",
    nextStep:
      "Use a public address, or ask whoever runs this installation to allow the range with EGRESS_ALLOW_CIDRS.",
  }),
  proxy_failed: () => ({
    title: "The proxy did not work",
    explanation:
      "This installation sends everything through a proxy, which could not be reached or took no call. The target got nothing.",
    nextStep:
      "Ask whoever runs this installation to check EGRESS_PROXY_URL and the proxy. Planned retries go on by themselves.",
  }),
  proxy_denied: (host) => ({
    title: "Denied by the proxy",
    explanation: `The proxy that this installation sends everything through does not let ${host} through. Nothing was sent.`,
    nextStep:
      "Ask whoever runs this installation to allow the target in the proxy; its log names the reason.",
  }),
  invalid_response: (host) => ({
    title: "Not a valid answer",
    explanation: `What ${host} sent back is not a valid HTTP answer, or its headers exceed 16 KiB.`,
    nextStep:
      "Check that the target URL points to a web server, and that its scheme and port belong together.",
  }),
  redirect: (host, statusCode) => ({
    title: withStatus("Redirected", statusCode),
    explanation: `${sentenceStart(host)} redirected to another address. Webhooks are not sent on, as that would let a target choose where data goes.`,
    nextStep: "Put the final URL, shown in the Location header of the answer, into the subscription.",
  }),
  gone: (host) => ({
    title: "Gone (410)",
    explanation: `${sentenceStart(host)} said that it wants no more events. The subscription was disabled.`,
    nextStep:
      "If that was a mistake, repair the receiver, resume the subscription and resend what was missed.",
  }),
  rate_limited: (host) => ({
    title: "Too many requests (429)",
    explanation: `${sentenceStart(host)} asked for fewer requests. The retry waits as long as its Retry-After header asks, up to twice the planned delay.`,
    nextStep: "Raise the receiver's limit, or lower the number of requests in flight of this subscription.",
  }),
  server_error: (host, statusCode) => ({
    title: withStatus("Receiver error", statusCode),
    explanation: `${sentenceStart(host)} failed while handling the request.`,
    nextStep:
      "Look up this time in the receiver's log. Once it is repaired, resend the delivery or wait for the next retry.",
  }),
  abandoned: () => ({
    title: "Interrupted",
    explanation:
      "The Replify worker stopped during this attempt, so it is unknown whether the receiver got it.",
    nextStep: "Check the receiver for this delivery id, and resend the delivery if it is missing.",
  }),
  echo_deleted: () => ({
    title: "Echo receiver deleted",
    explanation:
      "The echo receiver that was the target does not exist any more. The subscription was disabled.",
    nextStep: "Give the subscription another target, resume it and resend what was missed.",
  }),
  internal_error: () => ({
    title: "Replify failed",
    explanation:
      "Something in Replify itself went wrong during this attempt. It is not the receiver's fault.",
    nextStep:
      "Planned retries go on by themselves. If it stays, ask whoever runs this installation to look into its log.",
  }),
};

const CLIENT_ERROR_STEPS: Record<number, string> = {
  401: "Check the credential in the subscription's custom headers, and the secret with which the receiver verifies signatures.",
  403: "Check that the receiver's firewall and permissions let Replify in, and that it verifies signatures with the current secret.",
  404: "Check the path of the target URL.",
  405: "Check the path of the target URL: the receiver must accept POST there.",
  413: "Raise the receiver's limit for the size of a request.",
  415: "Make the receiver accept the content type application/json.",
};

function explainClientError({ host, statusCode }: FailureFacts): Explanation {
  return {
    title: withStatus("Request refused", statusCode ?? null),
    explanation: `${sentenceStart(host ?? "the target")} understood the request but did not accept it.`,
    nextStep:
      CLIENT_ERROR_STEPS[statusCode ?? 0] ??
      "Read the body of the answer, which usually says why, and adapt the receiver or the target URL.",
  };
}

function withStatus(title: string, statusCode: number | null): string {
  return statusCode === null ? title : `${title} (${statusCode})`;
}

/** Host names keep their case; "the target" starts a sentence with a capital. */
function sentenceStart(host: string): string {
  return host === "the target" ? "The target" : host;
}
