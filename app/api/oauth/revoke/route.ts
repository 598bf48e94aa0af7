import { clientOfForm, oauthEndpoint } from "@/app/api/_lib/oauth-endpoint";
import { required } from "@/features/oauth/form";
import { revokeOAuthToken } from "@/features/oauth-sessions/revoke";

/** RFC 7009: what was no token of the app's is as revoked as one that was. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = oauthEndpoint(
  "/api/oauth/revoke",
  async (form, call) => {
    const client = await clientOfForm(form, call);
    await revokeOAuthToken(client, required(form, "token"), call.client);
    return null;
  },
);
