import * as auth from "@/features/auth/contract";
import * as deliveries from "@/features/deliveries/contract";
import * as events from "@/features/events/contract";
import * as subscriptions from "@/features/subscriptions/contract";
import * as tokens from "@/features/tokens/contract";
import type { Endpoint } from "@/lib/endpoint";

/** Every declared endpoint: what openapi.json and the tests over the whole API read. */
export const ENDPOINTS: Endpoint[] = [auth, events, subscriptions, deliveries, tokens].flatMap((contract) =>
  Object.values(contract),
);
