import { Circle, CircleCheck, CircleX } from "lucide-react";
import { Spinner } from "@/components/ui/spinner";
import { wasSent } from "@/features/handshake/failures";
import type { Subscription } from "@/features/subscriptions/schema";
import { cn } from "@/lib/cn";

type StepState = "done" | "waiting" | "failed" | "open";

const WORDS: Record<StepState, string> = {
  done: "done",
  waiting: "under way",
  failed: "failed",
  open: "to come",
};

/** How far the last handshake has come. */
export function VerificationSteps({ last }: { last: Subscription["lastVerification"] }) {
  const [sent, answered, verified] = statesOf(last);
  return (
    <ol aria-label="Handshake" className="flex gap-x-6 gap-y-2 max-md:flex-col">
      <Step state={sent} label="Sent challenge" />
      <Step state={answered} label="Got answer" />
      <Step state={verified} label="Verified" />
    </ol>
  );
}

function statesOf(last: Subscription["lastVerification"]): [StepState, StepState, StepState] {
  if (!last) return ["waiting", "open", "open"];
  if (last.outcome === "sent") return ["done", "waiting", "open"];
  if (last.outcome === "verified") return ["done", "done", "done"];
  if (last.statusCode !== null) return ["done", "done", "failed"];
  return last.failure && wasSent(last.failure) ? ["done", "failed", "open"] : ["failed", "open", "open"];
}

function Step({ state, label }: { state: StepState; label: string }) {
  return (
    <li
      className={cn(
        "flex items-center gap-2 text-sm",
        state === "open" && "text-muted-foreground",
        state === "failed" && "font-medium text-danger",
      )}
    >
      <StepIcon state={state} />
      {label}
      <span className="sr-only">: {WORDS[state]}</span>
    </li>
  );
}

function StepIcon({ state }: { state: StepState }) {
  if (state === "waiting") return <Spinner label="" />;
  if (state === "done") return <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />;
  if (state === "failed") return <CircleX aria-hidden className="size-4 shrink-0 text-danger" />;
  return <Circle aria-hidden className="size-4 shrink-0" />;
}
