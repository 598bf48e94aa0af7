import type { Delivery } from "@/features/deliveries/schema";
import { statusText } from "./status-text";

/** Short names of the failures without an answer, for a narrow column. */
const NO_ANSWER: Record<string, string> = {
  dns_not_found: "DNS",
  dns_error: "DNS",
  connection_refused: "Refused",
  connection_failed: "No connection",
  connection_timeout: "Timeout",
  connection_reset: "Reset",
  tls_error: "TLS",
  timeout: "Timeout",
  blocked_address: "Blocked",
  invalid_response: "Invalid",
  abandoned: "Abandoned",
};

type Result = Pick<Delivery, "lastStatusCode" | "lastErrorClass" | "attemptCount">;

export function HttpResult({ result }: { result: Result }) {
  const { lastStatusCode, lastErrorClass, attemptCount } = result;
  if (attemptCount === 0) return <NotYet />;
  if (lastStatusCode === null) {
    return <span title="No HTTP answer">{NO_ANSWER[lastErrorClass ?? ""] ?? "No answer"}</span>;
  }
  return (
    <span
      className="font-mono text-xs tabular-nums"
      title={`${lastStatusCode} ${statusText(lastStatusCode)}`}
    >
      {lastStatusCode}
    </span>
  );
}

/** A fact that does not exist yet. */
export function NotYet() {
  return (
    <span className="text-muted-foreground">
      <span aria-hidden>–</span>
      <span className="sr-only">none</span>
    </span>
  );
}
