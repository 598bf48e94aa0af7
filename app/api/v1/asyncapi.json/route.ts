import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { createAsyncApi } from "@/features/api-reference/asyncapi";
import { getAsyncApiEndpoint } from "@/features/api-reference/contract";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(getAsyncApiEndpoint, ({ ctx }) => createAsyncApi(ctx)),
});
