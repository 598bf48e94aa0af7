import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listSeenSecretsEndpoint } from "@/features/team/contract";
import { listSeenSecrets } from "@/features/team/seen-secrets";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listSeenSecretsEndpoint, ({ ctx, query }) => listSeenSecrets(ctx, query)),
});
