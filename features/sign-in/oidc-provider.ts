import "server-only";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { proxyAgent } from "@/lib/egress/proxy-agent";
import { proxyTo } from "@/lib/egress/rule";
import { env } from "@/lib/env";

/** The id in next-auth's paths: /api/auth/callback/oidc is what a provider must know. */
export const OIDC_PROVIDER_ID = "oidc";

export function isSingleSignOnOffered(): boolean {
  return env.OIDC_ISSUER !== undefined;
}

/** Any OpenID Connect provider, by its discovery document: code flow with PKCE, state and nonce. */
export function oidcProvider(): OAuthConfig<Record<string, unknown>> {
  return {
    id: OIDC_PROVIDER_ID,
    name: env.OIDC_NAME,
    type: "oauth",
    wellKnown: `${env.OIDC_ISSUER?.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId: env.OIDC_CLIENT_ID ?? "",
    clientSecret: env.OIDC_CLIENT_SECRET ?? "",
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid email profile" } },
    ...proxyOptions(),
    userinfo: {
      // Providers differ in where they put e-mail and groups; the ID token, being signed, wins.
      async request({ client, tokens }) {
        const hasUserinfo =
          client.issuer.metadata.userinfo_endpoint !== undefined && tokens.access_token !== undefined;
        // They are of openid-client's own class, which the type hides. With all of them an answer about somebody else than the ID token is
        // refused (OpenID Connect Core 5.3.2).
        const all = tokens as Exclude<Parameters<typeof client.userinfo>[0], string>;
        const info = hasUserinfo ? await client.userinfo(all) : {};
        const claims = "claims" in tokens && typeof tokens.claims === "function" ? tokens.claims() : {};
        return { ...info, ...claims };
      },
    },
    profile: (profile) => ({ id: String(profile.sub) }),
  };
}

function proxyOptions(): Pick<OAuthConfig<unknown>, "httpOptions"> {
  const { protocol, hostname } = new URL(env.OIDC_ISSUER ?? "");
  const proxy = proxyTo(hostname);
  return proxy ? { httpOptions: { agent: proxyAgent(proxy, protocol) } } : {};
}
