import { clientOfForm, oauthEndpoint } from "@/app/api/_lib/oauth-endpoint";
import { assertMayUse, readGrant } from "@/features/oauth/token-request";

/** RFC 6749 §3.2. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = oauthEndpoint(
  "/api/oauth/token",
  async (form, call) => {
    const grant = readGrant(form);
    const client = await clientOfForm(form, call);
    assertMayUse(client, grant.name);
    return grant.exchange(client, form, call.client);
  },
);
