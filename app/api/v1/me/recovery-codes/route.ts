import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { remakeRecoveryCodesEndpoint } from "@/features/factors/contract";
import { remakeRecoveryCodes } from "@/features/factors/service";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(remakeRecoveryCodesEndpoint, async ({ ctx }) => ({
    recoveryCodes: await remakeRecoveryCodes(ctx),
  })),
});
