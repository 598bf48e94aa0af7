import * as apiReference from "@/features/api-reference/contract";
import * as audit from "@/features/audit-log/contract";
import * as auth from "@/features/auth/contract";
import * as chats from "@/features/chats/contract";
import * as customerAccounts from "@/features/customer-accounts/contract";
import * as customers from "@/features/customers/contract";
import * as deliveries from "@/features/deliveries/contract";
import * as echo from "@/features/echo/contract";
import * as eventTypes from "@/features/event-types/contract";
import * as events from "@/features/events/contract";
import * as factors from "@/features/factors/contract";
import * as incomingRequests from "@/features/incoming-requests/contract";
import * as incomingWebhooks from "@/features/incoming-webhooks/contract";
import * as mails from "@/features/mails/contract";
import * as members from "@/features/members/contract";
import * as oauthClients from "@/features/oauth-clients/contract";
import * as oauthSessions from "@/features/oauth-sessions/contract";
import * as organizations from "@/features/organizations/contract";
import * as overview from "@/features/overview/contract";
import * as profile from "@/features/profile/contract";
import * as replyV3 from "@/features/reply-v3/contract";
import * as restHooks from "@/features/rest-hooks/contract";
import * as sampleData from "@/features/sample-data/contract";
import * as subscriptions from "@/features/subscriptions/contract";
import * as team from "@/features/team/contract";
import * as tickets from "@/features/tickets/contract";
import * as tokens from "@/features/tokens/contract";
import * as trace from "@/features/trace/contract";
import * as troubleshooter from "@/features/troubleshooter/contract";
import type { Endpoint, Method, Operation } from "@/lib/endpoint";

/** In the order of the API reference. */
const CONTRACTS: Record<string, Record<string, Endpoint>> = {
  auth,
  factors,
  organizations,
  profile,
  overview,
  sampleData,
  tickets,
  troubleshooter,
  chats,
  customers,
  customerAccounts,
  mails,
  incomingWebhooks: { ...incomingWebhooks, ...incomingRequests },
  trace,
  eventTypes,
  events,
  subscriptions,
  echo,
  deliveries,
  tokens,
  oauthClients,
  oauthSessions,
  team: { ...members, ...team },
  audit,
  replyV3,
  restHooks,
  apiReference,
};

const METHODS: Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Every declared endpoint under the name that clients call it by: `createTokenEndpoint` is `createToken`. */
export const OPERATIONS: Operation[] = Object.values(CONTRACTS).flatMap((contract) =>
  Object.entries(contract)
    .map(([name, endpoint]) => ({ id: name.replace(/Endpoint$/, ""), endpoint }))
    .toSorted(byPlace),
);

/** Every declared endpoint: what openapi.json and the tests over the whole API read. */
export const ENDPOINTS: Endpoint[] = OPERATIONS.map(({ endpoint }) => endpoint);

/** A module forgets in which order it declared things: the list before its items, reads before writes. */
function byPlace(a: Operation, b: Operation): number {
  const [first, second] = [placeOf(a), placeOf(b)];
  if (first === second) return METHODS.indexOf(a.endpoint.method) - METHODS.indexOf(b.endpoint.method);
  return first < second ? -1 : 1;
}

/** The path, with parameters before anything else that may stand there. */
function placeOf({ endpoint }: Operation): string {
  return endpoint.path.replaceAll("{", " ");
}
