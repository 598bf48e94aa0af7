import * as z from "zod";
import { emailSchema } from "@/features/auth/schema";
import type { Env } from "@/lib/env";
import { ownValue } from "@/lib/own-path";
import { ROLES, type Role } from "@/lib/roles";
import { NEVER, SECOND_MS } from "@/lib/time";
import { storableText } from "@/lib/wire-types";

const NAME_MAX = 120;

/** What sign-in reads of an ID token and userinfo (OpenID Connect Core §5.1); the role claim is one of the rest. */
export const providerClaimsSchema = z
  .looseObject({
    iss: z.string().min(1),
    sub: storableText().min(1).max(255),
    email: emailSchema,
    // Some providers send the word.
    email_verified: z.union([z.boolean(), z.stringbool()]).default(false),
    name: storableText().trim().optional(),
    /** Seconds: when the person last signed in at the provider, and when it said so. */
    auth_time: z.coerce.number().optional(),
    iat: z.coerce.number().optional(),
  })
  .transform((claims) => ({ ...claims, name: nameOf(claims) }));

export type ProviderClaims = z.output<typeof providerClaimsSchema>;

/**
 * The role to sign in with; null when nothing gives one. With a role map the provider's groups decide alone, the strongest first; without
 * one a member's own role stays, and a new person's comes from an invitation. The default role is for whom neither says anything.
 */
export function decideRole(
  claims: ProviderClaims,
  present: { member: Role | undefined; invited: Role | undefined },
  settings: Pick<Env, "OIDC_ROLE_CLAIM" | "OIDC_ROLE_MAP" | "OIDC_DEFAULT_ROLE">,
): Role | null {
  const byDefault = settings.OIDC_DEFAULT_ROLE === "none" ? null : settings.OIDC_DEFAULT_ROLE;
  const map = settings.OIDC_ROLE_MAP;
  if (!map) return present.member ?? present.invited ?? byDefault;
  const claim = ownValue(claims, settings.OIDC_ROLE_CLAIM);
  const groups = Array.isArray(claim) ? claim : [claim];
  const mapped = new Set(groups.map((group) => map.get(String(group))));
  return ROLES.find((role) => mapped.has(role)) ?? byDefault;
}

/**
 * When the person proved to the provider who they are. One that doesn't say is believed only if it was asked to have them sign in anew:
 * otherwise it may have let in whoever sat at the browser.
 */
export function authenticatedAt(
  { auth_time: signedInAt, iat: saidAt }: ProviderClaims,
  { wasAsked }: { wasAsked: boolean },
): Date {
  const seconds = signedInAt ?? (wasAsked ? saidAt : undefined);
  return seconds === undefined ? NEVER : new Date(Math.min(seconds * SECOND_MS, Date.now()));
}

function nameOf({ name, email }: { name?: string | undefined; email: string }): string {
  return (name || email.split("@")[0] || email).slice(0, NAME_MAX);
}
