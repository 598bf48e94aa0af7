import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listCustomerEventsEndpoint } from "@/features/customers/contract";
import { listCustomerEvents } from "@/features/customers/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listCustomerEventsEndpoint, ({ ctx, params, query }) =>
    listCustomerEvents(ctx, params.id, query),
  ),
});
