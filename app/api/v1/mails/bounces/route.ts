import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { reportBounceEndpoint } from "@/features/mails/contract";
import { reportBounce } from "@/features/mails/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(reportBounceEndpoint, ({ ctx, body }) => reportBounce(ctx, body)),
});
