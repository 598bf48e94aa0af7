import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { CodeBlock } from "@/components/code-block";
import { Time } from "@/components/time";
import { DeliveryBody } from "@/features/deliveries/delivery-body";
import type { Attempt } from "@/features/deliveries/schema";
import type { Withheld } from "@/features/event-catalog/withheld";
import { formatDuration } from "@/lib/time";
import { AttemptTimings } from "./attempt-timings";
import { outcomeLabel, triggerLabel } from "./outcome";

interface AttemptProps {
  attempt: Attempt;
  withheld: Withheld | null;
}

/** How a try ended: why it failed and what to do about it, and what came back. */
export function AttemptResult({ attempt, withheld }: AttemptProps) {
  const { response } = attempt;
  return (
    <section aria-label={`Attempt ${attempt.number}`} className="flex min-w-0 flex-col gap-4">
      <div>
        <h3 className="text-sm font-semibold">
          Attempt {attempt.number}: {outcomeLabel(attempt)}
        </h3>
        <p className="text-sm text-muted-foreground">
          <Time value={attempt.startedAt} display="full" /> · {formatDuration(attempt.durationMs)} ·{" "}
          {triggerLabel(attempt)}
        </p>
      </div>
      {!attempt.success && <Failure attempt={attempt} />}
      {response && (
        <Part title="Response" line={outcomeLabel(attempt)}>
          <DeliveryBody
            label="Response body"
            body={response.body}
            withheld={withheld}
            encoding={response.encoding}
            contentType={headerOf(response.headers, "content-type")}
            isTruncated={response.truncated}
            filename="response-body.txt"
          />
          <details>
            <summary className="w-fit cursor-pointer rounded-sm text-sm text-muted-foreground">
              Response headers
            </summary>
            <div className="pt-2">
              <Headers title="Response headers" headers={response.headers} />
            </div>
          </details>
        </Part>
      )}
    </section>
  );
}

/** What a try sent, and how long each part of it took. */
export function AttemptRequest({ attempt, withheld }: AttemptProps) {
  const { request, timings } = attempt;
  return (
    <section aria-label={`Request of attempt ${attempt.number}`} className="flex min-w-0 flex-col gap-4">
      {timings && <AttemptTimings timings={timings} />}
      <Part title="Request" line={`POST ${request.url}`}>
        <Headers title="Request headers" headers={request.headers} />
        <DeliveryBody
          label="Request body"
          body={request.body}
          withheld={withheld}
          contentType={headerOf(request.headers, "content-type")}
          filename="request-body.json"
        />
      </Part>
    </section>
  );
}

function Failure({ attempt: { explanation, errorMessage } }: { attempt: Attempt }) {
  if (!explanation && !errorMessage) return null;
  return (
    <div className="flex gap-2.5 rounded-lg bg-danger-soft px-3 py-2.5 text-sm">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      <div className="flex min-w-0 flex-col gap-1 wrap-anywhere">
        {explanation && (
          <>
            <p className="font-medium">{explanation.title}</p>
            <p>{explanation.explanation}</p>
            <p>
              <span className="font-medium">Next step: </span>
              {explanation.nextStep}
            </p>
          </>
        )}
        {errorMessage && <p className="font-mono text-xs">{errorMessage}</p>}
      </div>
    </div>
  );
}

function Part({ title, line, children }: { title: string; line: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <h4 className="text-sm font-semibold">{title}</h4>
      <p className="font-mono text-xs wrap-anywhere">{line}</p>
      {children}
    </section>
  );
}

function Headers({ title, headers }: { title: string; headers: Record<string, string> }) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  if (lines.length === 0) return <p className="text-sm text-muted-foreground">No headers</p>;
  return <CodeBlock title={title} code={lines.toSorted().join("\n")} isWrapped />;
}

function headerOf(headers: Record<string, string>, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}
