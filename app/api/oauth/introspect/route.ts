import { clientOfForm, oauthEndpoint } from "@/app/api/_lib/oauth-endpoint";
import { required } from "@/features/oauth/form";
import { introspectToken } from "@/features/oauth-sessions/introspect";

/** RFC 7662, for an app's own tokens. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = oauthEndpoint(
  "/api/oauth/introspect",
  async (form, call) => introspectToken(await clientOfForm(form, call), required(form, "token")),
);
