import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { addAuthenticatorApp } from "@/features/factors/add";
import { addAuthenticatorAppEndpoint } from "@/features/factors/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(addAuthenticatorAppEndpoint, ({ ctx, body }) => addAuthenticatorApp(ctx, body)),
});
