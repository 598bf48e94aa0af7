import { Circle, CircleCheck } from "lucide-react";
import Link from "next/link";
import { Card } from "@/components/card";
import { deliveriesHref } from "@/features/deliveries/links";
import { incomingWebhookHref, newIncomingWebhookHref } from "@/features/incoming-webhooks/links";
import type { Overview } from "@/features/overview/schema";
import { newSubscriptionHref, subscriptionHref } from "@/features/subscriptions/links";
import { cn } from "@/lib/cn";

type Steps = NonNullable<Overview["steps"]>;

interface Step {
  title: string;
  hint: string;
  href: string;
  isDone: boolean;
}

/** The way from a new organization to the first delivery; each step ticks itself. */
export function FirstSteps({ steps }: { steps: Steps }) {
  const list = stepsOf(steps);
  const done = list.filter(({ isDone }) => isDone).length;
  const next = list.find(({ isDone }) => !isDone);
  return (
    <Card title="First steps" action={<p className="text-xs text-muted-foreground">{done} of 4 done</p>}>
      <ol className="grid gap-3 md:grid-cols-2 xl:grid-cols-4">
        {list.map((step) => (
          <li
            key={step.title}
            className={cn(
              "flex gap-2 rounded-md border border-border p-3",
              step === next && "border-primary",
            )}
          >
            <span aria-hidden className="pt-0.5 [&_svg]:size-4">
              {step.isDone ? <CircleCheck className="text-success" /> : <Circle />}
            </span>
            <div className="flex min-w-0 flex-col gap-0.5">
              <Link
                href={step.href}
                className="rounded-sm text-sm font-medium text-link underline decoration-1 underline-offset-3 hover:decoration-2"
              >
                {step.title}
              </Link>
              <span className="sr-only">{step.isDone ? "Done" : "To do"}</span>
              <p className="text-xs text-pretty text-muted-foreground">{step.hint}</p>
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function stepsOf({ webhookId, hasReceived, subscriptionId, hasDelivered }: Steps): Step[] {
  return [
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
      hint: "Send what happens here to another system, signed and retried.",
      href: subscriptionId ? subscriptionHref(subscriptionId) : newSubscriptionHref(),
      isDone: subscriptionId !== null,
    },
    {
      title: "Get the first delivery",
      hint: "Send a test event, or change a ticket, and read the log.",
      href: subscriptionId ? subscriptionHref(subscriptionId, "deliveries") : deliveriesHref(),
      isDone: hasDelivered,
    },
  ];
}
