import { authorizeHref } from "@/features/oauth/links";
import "server-only";
import { OAUTH_SCOPES } from "@/db/enums";
import { GRANT_TYPES } from "@/features/oauth/token-request";
import { env } from "@/lib/env";

const CLIENT_AUTHENTICATION = ["client_secret_basic", "client_secret_post", "none"];

/** RFC 8414. Whatever host was asked: apps must not be led elsewhere. */
export function authorizationServerMetadata() {
  const at = (path: string) => new URL(path, env.APP_URL).href;
  return {
    issuer: env.APP_URL,
    authorization_endpoint: at(authorizeHref()),
    token_endpoint: at("/api/oauth/token"),
    device_authorization_endpoint: at("/api/oauth/device"),
    revocation_endpoint: at("/api/oauth/revoke"),
    introspection_endpoint: at("/api/oauth/introspect"),
    userinfo_endpoint: at("/api/oauth/userinfo"),
    scopes_supported: OAUTH_SCOPES,
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: GRANT_TYPES,
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION,
    revocation_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION,
    introspection_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION,
    authorization_response_iss_parameter_supported: true,
  };
}
