import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listMailsEndpoint } from "@/features/mails/contract";
import { listMails } from "@/features/mails/queries";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listMailsEndpoint, ({ ctx, query }) => listMails(ctx, query)),
});
