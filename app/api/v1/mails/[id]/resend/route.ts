import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { resendMailEndpoint } from "@/features/mails/contract";
import { resendMail } from "@/features/mails/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(resendMailEndpoint, ({ ctx, params }) => resendMail(ctx, params.id)),
});
