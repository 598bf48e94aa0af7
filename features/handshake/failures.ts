import { type Explanation, explain, type FailureFacts } from "@/features/deliveries/error-classes";
import { EGRESS_ERROR_KINDS } from "@/lib/egress/error";

/** Ways to fail that a delivery has, too. */
const COMMON_FAILURES = [...EGRESS_ERROR_KINDS, "redirect"] as const;
const OWN_FAILURES = ["timeout", "gone", "wrong_status", "no_echo", "echo_in_body", "wrong_echo"] as const;

/** Every way a handshake can fail: there was no answer, or not the one that counts. */
export const HANDSHAKE_FAILURES = [...COMMON_FAILURES, ...OWN_FAILURES] as const;
export type HandshakeFailure = (typeof HANDSHAKE_FAILURES)[number];

type OwnFailure = (typeof OWN_FAILURES)[number];

/** What a failed handshake means and what to do about it. */
export function explainHandshake(failure: HandshakeFailure, facts: FailureFacts): Explanation {
  return isOwn(failure)
    ? EXPLANATIONS[failure](facts.host ?? "The target", facts.statusCode ?? null)
    : explain(failure, facts);
}

const SENT_FAILURES: readonly HandshakeFailure[] = ["timeout", "connection_reset", "invalid_response"];

/** Whether the target got the challenge, of those failures that have no answer. */
export function wasSent(failure: HandshakeFailure): boolean {
  return SENT_FAILURES.includes(failure);
}

const ECHO =
  "Answer the empty POST with status 200 and the response header X-Hook-Secret, holding the value of the request's X-Hook-Secret unchanged.";

const EXPLANATIONS: Record<OwnFailure, (host: string, statusCode: number | null) => Explanation> = {
  timeout: (host) => ({
    title: "No answer in time",
    explanation: `${host} took the request but did not answer within 10 seconds.`,
    nextStep: ECHO,
  }),
  gone: (host) => ({
    title: "Gone (410)",
    explanation: `${host} said that it wants no events.`,
    nextStep: "If that is a mistake, repair the receiver and try again.",
  }),
  wrong_status: (host, statusCode) => ({
    title: `Status ${statusCode} instead of 200`,
    explanation: `${host} answered with status ${statusCode}. Only 200 counts here.`,
    nextStep: ECHO,
  }),
  no_echo: (host) => ({
    title: "No X-Hook-Secret in the answer",
    explanation: `${host} answered with 200, but without the header X-Hook-Secret.`,
    nextStep: ECHO,
  }),
  echo_in_body: (host) => ({
    title: "The value came in the body",
    explanation: `${host} sent the value back in the body of its answer, not in a header.`,
    nextStep: "Set it as the response header X-Hook-Secret. The body may be empty.",
  }),
  wrong_echo: (host) => ({
    title: "Another X-Hook-Secret came back",
    explanation: `The X-Hook-Secret in the answer of ${host} is not the one that was sent.`,
    nextStep: ECHO,
  }),
};

function isOwn(failure: HandshakeFailure): failure is OwnFailure {
  return OWN_FAILURES.some((own) => own === failure);
}
