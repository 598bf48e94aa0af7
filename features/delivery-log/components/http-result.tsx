import type { Delivery } from "@/features/deliveries/schema";
import { noAnswerLabel, outcomeLabel } from "./outcome";

type Result = Pick<Delivery, "lastStatusCode" | "lastErrorClass" | "attemptCount">;

export function HttpResult({ result }: { result: Result }) {
  const { lastStatusCode, lastErrorClass, attemptCount } = result;
  if (attemptCount === 0) return <NotYet />;
  if (lastStatusCode === null) {
    return <span title="No HTTP answer">{noAnswerLabel(lastErrorClass)}</span>;
  }
  return (
    <span
      className="font-mono text-xs tabular-nums"
      title={outcomeLabel({ statusCode: lastStatusCode, errorClass: lastErrorClass })}
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
