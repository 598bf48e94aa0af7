"use client";

import { ArrowRight, Circle, CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "@/components/card";
import { IntentLink } from "@/components/intent-link";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import { incomingWebhookHref, newIncomingWebhookHref } from "@/features/incoming-webhooks/links";
import type { Overview } from "@/features/overview/schema";
import { newSubscriptionHref, subscriptionHref } from "@/features/subscriptions/links";
import { cn } from "@/lib/cn";
import { SendFirstEvent } from "./send-first-event";

type Steps = NonNullable<Overview["steps"]>;

interface Step {
  title: string;
  hint: string;
  href: string;
  /** In place of the link, while it is the next step. */
  action?: ReactNode;
  isDone: boolean;
}

/** The way from a new organization to deliveries of its own; each step ticks itself, and the next one has the button. */
export function FirstSteps({ steps }: { steps: Steps }) {
  const maySend = [useCan("subscriptions:write"), useCan("tickets:read")].every(Boolean);
  const list = stepsOf(steps, maySend);
  const done = list.filter(({ isDone }) => isDone).length;
  const next = list.find(({ isDone }) => !isDone);
  return (
    <Card title="First steps" action={<p className="text-xs text-muted-foreground">{done} of 4 done</p>}>
      <ol className="grid grid-cols-1 gap-3 md:grid-cols-2 xl:grid-cols-4">
        {list.map((step) => (
          <StepItem key={step.title} step={step} isNext={step === next} />
        ))}
      </ol>
    </Card>
  );
}

function StepItem({ step, isNext }: { step: Step; isNext: boolean }) {
  const { title, hint, isDone } = step;
  return (
    <li
      aria-current={isNext ? "step" : undefined}
      className={cn("flex min-w-0 gap-2 rounded-md border border-border p-3", isNext && "border-primary")}
    >
      <span aria-hidden className="pt-0.5 [&_svg]:size-4">
        {isDone ? <CircleCheck className="text-success" /> : <Circle />}
      </span>
      <div className="flex min-w-0 flex-col items-start gap-1">
        {isNext ? (
          <p className="text-sm font-medium">{title}</p>
        ) : (
          <IntentLink
            href={step.href}
            className="inline-flex min-h-6 items-center rounded-sm text-sm font-medium text-link underline decoration-1 underline-offset-3 hover:decoration-2"
          >
            {title}
          </IntentLink>
        )}
        <span className="sr-only">{stateOf(isDone, isNext)}</span>
        <p className="text-xs text-pretty text-muted-foreground">{hint}</p>
        {isNext && <div className="mt-1 -ml-6">{step.action ?? <NextLink step={step} />}</div>}
      </div>
    </li>
  );
}

function NextLink({ step }: { step: Step }) {
  return (
    <Button asChild variant="primary" size="sm">
      <IntentLink href={step.href}>
        {step.title}
        <ArrowRight aria-hidden />
      </IntentLink>
    </Button>
  );
}

function stateOf(isDone: boolean, isNext: boolean): string {
  if (isDone) return "Done";
  return isNext ? "Next" : "To do";
}

function stepsOf({ webhookId, hasReceived, subscriptionId, hasDelivered }: Steps, maySend: boolean): Step[] {
  return [
    {
      title: "Get your first delivery",
      hint: "No server needed: a built-in receiver shows what arrives, and checks its signature.",
      href: subscriptionId ? subscriptionHref(subscriptionId, "deliveries") : newSubscriptionHref(),
      ...(maySend && { action: <SendFirstEvent /> }),
      isDone: hasDelivered,
    },
    {
      title: "Create an incoming webhook",
      hint: "Its URL and secret let another tool open tickets here.",
      href: webhookId ? incomingWebhookHref(webhookId) : newIncomingWebhookHref(),
      isDone: webhookId !== null,
    },
    {
      title: "Send the sample request",
      hint: "Paste the curl command; the ticket appears by itself.",
      href: webhookId ? incomingWebhookHref(webhookId, "setup") : newIncomingWebhookHref(),
      isDone: hasReceived,
    },
    {
      title: "Add an event subscription",
      hint: "Send what happens here to your own system, signed and retried.",
      href: subscriptionId ? subscriptionHref(subscriptionId) : newSubscriptionHref(),
      isDone: subscriptionId !== null,
    },
  ];
}
