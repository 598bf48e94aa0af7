import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { startAuthenticatorApp } from "@/features/factors/add";
import { startAuthenticatorAppEndpoint } from "@/features/factors/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(startAuthenticatorAppEndpoint, ({ ctx }) => startAuthenticatorApp(ctx)),
});
