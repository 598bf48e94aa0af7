import type { OAUTH_SCOPES } from "@/db/enums";

type Scope = (typeof OAUTH_SCOPES)[number];

/** What an app can do with each scope, as its customer is asked. */
export const SCOPE_TEXT: Record<Scope, string> = {
  troubleshooter:
    "See your support tickets and the answers to them, file new ones with details of your site, and answer in your name",
  profile: "See your name, your email address, and whether the address is confirmed",
};
