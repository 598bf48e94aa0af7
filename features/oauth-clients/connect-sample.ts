import { authorizeHref } from "@/features/oauth/links";
import type { OAuthClient } from "@/features/oauth-clients/schema";

interface ConnectSample {
  title: string;
  code: string;
  explanation: string;
}

type Connectable = Pick<OAuthClient, "clientId" | "redirectUris" | "grants" | "scopes">;

/** Of the verifier in RFC 7636, appendix B. */
const SAMPLE_CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const SAMPLE_SITE = "shop.example.com";

/** What the app sends a customer to, in the way that it may connect; null where only its own form can. */
export function connectSample(client: Connectable, origin: string): ConnectSample | null {
  const [redirectUri] = client.redirectUris;
  if (client.grants.includes("authorization_code") && redirectUri !== undefined) {
    return {
      title: "Authorize URL",
      code: authorizeUrl(client, redirectUri, origin),
      explanation:
        "The app sends its customer's browser here, with a state and a code challenge of its own (PKCE, S256).",
    };
  }
  if (!client.grants.includes("device_code")) return null;
  return {
    title: "Request for a code",
    code: `curl ${origin}/api/oauth/device -d client_id=${client.clientId} -d "scope=${client.scopes.join(" ")}"`,
    explanation: "The app asks for a code, and its customer types it at the address in the answer.",
  };
}

function authorizeUrl({ clientId, scopes }: Connectable, redirectUri: string, origin: string): string {
  const url = new URL(authorizeHref(), origin);
  url.search = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri.replace("https://*/", `https://${SAMPLE_SITE}/`),
    scope: scopes.join(" "),
    state: "af0ifjsldkj",
    code_challenge: SAMPLE_CHALLENGE,
    code_challenge_method: "S256",
  }).toString();
  return url.href;
}
