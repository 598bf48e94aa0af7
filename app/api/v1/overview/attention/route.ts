import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { listAttention } from "@/features/overview/attention";
import { listAttentionEndpoint } from "@/features/overview/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(listAttentionEndpoint, ({ ctx }) => listAttention(ctx)),
});
