import { newCustomerHref } from "@/features/customers/links";
import { newIncomingWebhookHref } from "@/features/incoming-webhooks/links";
import { newOAuthClientHref } from "@/features/oauth-clients/links";
import { newSubscriptionHref } from "@/features/subscriptions/links";
import { newTicketHref } from "@/features/tickets/links";
import { newTokenHref } from "@/features/tokens/links";
import type { Scope } from "@/lib/scopes";

interface Action {
  label: string;
  href: string;
  scope: Scope;
}

export const CREATE_ACTIONS: readonly Action[] = [
  { label: "Create ticket", href: newTicketHref(), scope: "tickets:write" },
  { label: "Create customer", href: newCustomerHref(), scope: "customers:write" },
  { label: "Create event subscription", href: newSubscriptionHref(), scope: "subscriptions:write" },
  { label: "Create incoming webhook", href: newIncomingWebhookHref(), scope: "incoming_webhooks:write" },
  { label: "Create token", href: newTokenHref(), scope: "tokens:write" },
  { label: "Create OAuth app", href: newOAuthClientHref(), scope: "oauth_clients:write" },
];

/** Whether each word of the text begins a word of the label. */
export function matchesWords(label: string, text: string): boolean {
  const words = wordsOf(label);
  return wordsOf(text).every((typed) => words.some((word) => word.startsWith(typed)));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}
