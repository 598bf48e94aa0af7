import { clientOfForm, oauthEndpoint } from "@/app/api/_lib/oauth-endpoint";
import { createDeviceRequest } from "@/features/oauth/device-request";
import { readSite } from "@/features/oauth/device-site";
import { assertMayUse } from "@/features/oauth/token-request";
import { readScopes } from "@/features/oauth-clients/scopes";

/** RFC 8628 §3.1, and `site`: where the app runs, as the customer is to be told. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = oauthEndpoint(
  "/api/oauth/device",
  async (form, call) => {
    const client = await clientOfForm(form, call);
    assertMayUse(client, "device_code");
    const scopes = readScopes(form.get("scope"), client.scopes);
    return createDeviceRequest({ client, scopes, host: readSite(form.get("site")) }, call.client);
  },
);
