import "server-only";
import { exchangeCode } from "@/features/oauth/authorization-code";
import { exchangeDeviceCode } from "@/features/oauth/device-code";
import { type Form, required } from "@/features/oauth/form";
import type { RegisteredClient } from "@/features/oauth-clients/find-client";
import { OAuthError } from "@/features/oauth-clients/oauth-error";
import { isSwitchedOff } from "@/features/oauth-clients/states";
import type { TokenAnswer } from "@/features/oauth-sessions/issue";
import { refreshSession } from "@/features/oauth-sessions/refresh";
import type { Client } from "@/lib/context";

const DEVICE_CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

type GrantName = RegisteredClient["grants"][number];

interface Grant {
  /** As an app has it among its grants. */
  name: GrantName;
  exchange(client: RegisteredClient, form: Form, caller: Client): Promise<TokenAnswer>;
}

const GRANTS = new Map<string, Grant>([
  [
    "authorization_code",
    {
      name: "authorization_code",
      exchange: (client, form, caller) =>
        exchangeCode(
          client,
          {
            code: required(form, "code"),
            redirectUri: required(form, "redirect_uri"),
            codeVerifier: required(form, "code_verifier"),
          },
          caller,
        ),
    },
  ],
  [
    "refresh_token",
    {
      name: "refresh_token",
      exchange: (client, form, caller) =>
        refreshSession(
          client,
          { refreshToken: required(form, "refresh_token"), scope: form.get("scope") },
          caller,
        ),
    },
  ],
  [
    DEVICE_CODE_GRANT,
    {
      name: "device_code",
      exchange: (client, form, caller) => exchangeDeviceCode(client, required(form, "device_code"), caller),
    },
  ],
]);

export const GRANT_TYPES = [...GRANTS.keys()];

/** How the tokens are asked for. Passwords are not taken here, whoever asks. */
export function readGrant(form: Form): Grant {
  const grant = GRANTS.get(required(form, "grant_type"));
  if (grant) return grant;
  throw new OAuthError("unsupported_grant_type", `grant_type is one of ${GRANT_TYPES.join(", ")}.`);
}

/** Throws OAuthError where the app lacks the grant, or is switched off. */
export function assertMayUse(client: RegisteredClient, grant: GrantName): void {
  if (isSwitchedOff(client))
    throw new OAuthError("unauthorized_client", "This app is switched off at the moment.");
  if (client.grants.includes(grant)) return;
  throw new OAuthError("unauthorized_client", `This app may not use the grant ${grant}.`);
}
