import { deliveriesHref } from "@/features/deliveries/links";
import { FAILED } from "@/features/deliveries/states";
import { incomingWebhookHref, refusedRequestsHref } from "@/features/incoming-webhooks/links";
import type { Attention } from "@/features/overview/schema";
import { subscriptionHref } from "@/features/subscriptions/links";
import { tokenHref } from "@/features/tokens/links";
import { boundedCount } from "@/lib/bounded-count";

interface AttentionText {
  tone: "danger" | "warning" | "info";
  /** What is the matter, in a sentence. `at` is said by the reader's clock and stands behind it. */
  sentence: string;
  /** In front of `at`: "Failing since", "Ends". */
  atWord?: string;
  action: { label: string; href: string };
}

/** What each kind means and the one thing to do about it. */
export function attentionText({ kind, name, count, of, detail, ...attention }: Attention): AttentionText {
  // Null where it is about no one thing, and then nothing below leads to one.
  const id = attention.id ?? "";
  const many = (one: string, more: string) => `${boundedCount(count ?? 0)} ${count === 1 ? one : more}`;
  switch (kind) {
    case "inngest_silent":
      return {
        tone: "danger",
        sentence:
          "The Inngest server does not call. Deliveries still go out, up to a minute late: check that it runs and reaches the worker.",
        atWord: "Silent since",
        action: { label: "See deliveries", href: deliveriesHref() },
      };
    case "subscription_disabled":
      return {
        tone: "danger",
        sentence: `${name} is disabled${detail ? `: ${detail.replace(/\.$/, "")}` : ""}. Its events are held.`,
        atWord: "Disabled",
        action: { label: "Fix and resume", href: subscriptionHref(id) },
      };
    case "subscription_owner":
      return {
        tone: "danger",
        sentence: `${name} sends nothing: its owner ${detail} no longer has the right to its events.${count ? ` ${many("event waits", "events wait")}.` : ""}`,
        action: { label: "Hand it over", href: subscriptionHref(id) },
      };
    case "subscription_failing":
      return {
        tone: "danger",
        sentence: `${name} fails: ${count} of ${of} attempts in the last 24 hours.`,
        atWord: "Failing since",
        action: { label: "See why", href: subscriptionHref(id, "deliveries") },
      };
    case "deliveries_failed":
      return {
        tone: "danger",
        sentence: `${many("delivery", "deliveries")} of the last 24 hours failed for good.`,
        action: { label: "Look and resend", href: deliveriesHref({ status: FAILED }) },
      };
    case "subscription_unverified":
      return {
        tone: "warning",
        sentence:
          detail === "target"
            ? `The target of ${name} has not answered the handshake.${count ? ` ${many("event waits", "events wait")} for it.` : ""}`
            : `The new URL of ${name} has not answered the handshake. Events still go to the old one.`,
        action: { label: "See why", href: subscriptionHref(id) },
      };
    case "subscription_held":
      return {
        tone: "warning",
        sentence: `${name} is paused, and ${many("event waits", "events wait")} for it.`,
        atWord: "Paused",
        action: { label: "Open", href: subscriptionHref(id) },
      };
    case "subscription_kept":
      return {
        tone: "warning",
        sentence: `${many("event", "events")} of ${name} ${count === 1 ? "waits" : "wait"} from its pause, until somebody decides.`,
        atWord: "Resumed",
        action: { label: "Decide", href: subscriptionHref(id) },
      };
    case "requests_rejected":
      return {
        tone: "warning",
        sentence: `${name} refused ${count} of ${of} requests in the last 24 hours.`,
        action: { label: "Fix and accept", href: refusedRequestsHref(id) },
      };
    case "requests_held":
      return {
        tone: "warning",
        sentence:
          detail === "resumed"
            ? `${many("request", "requests")} of ${name} ${count === 1 ? "waits" : "wait"} from its pause, until somebody decides.`
            : `${name} is paused, and ${many("request waits", "requests wait")} to be processed.`,
        action: { label: detail === "resumed" ? "Decide" : "Open", href: incomingWebhookHref(id) },
      };
    case "requests_queued":
      return {
        tone: "warning",
        sentence: `${many("request", "requests")} of ${name} ${count === 1 ? "waits" : "wait"} in line to be processed.`,
        atWord: "The oldest came",
        action: { label: "See why", href: incomingWebhookHref(id) },
      };
    case "secret_overlap":
      return {
        tone: "info",
        sentence: `${name} still takes its previous secret.`,
        atWord: "Ends",
        action: { label: "Check the senders", href: incomingWebhookHref(id, "settings") },
      };
    case "token_expiring":
      return {
        tone: "info",
        sentence: `The token ${name} will soon stop working.`,
        atWord: "Expires",
        action: { label: "Rotate", href: tokenHref(id) },
      };
  }
}
