import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { getMailEndpoint } from "@/features/mails/contract";
import { getMail } from "@/features/mails/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getMailEndpoint, ({ ctx, params }) => getMail(ctx, params.id)),
});
