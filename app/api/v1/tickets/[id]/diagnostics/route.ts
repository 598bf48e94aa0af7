import { methods } from "@/app/api/_lib/methods";
import { route } from "@/app/api/_lib/route";
import { extractDiagnosticsEndpoint } from "@/features/tickets/contract";
import { extractDiagnostics } from "@/features/tickets/extract-diagnostics";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(extractDiagnosticsEndpoint, ({ ctx, params, body }) =>
    extractDiagnostics(ctx, params.id, body),
  ),
});
