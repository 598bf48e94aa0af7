import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { addPasskey } from "@/features/factors/add";
import { addPasskeyEndpoint } from "@/features/factors/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(addPasskeyEndpoint, ({ ctx, body }) => addPasskey(ctx, body)),
});
