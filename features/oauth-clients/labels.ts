import type { OAUTH_CLIENT_TYPES, OAUTH_GRANTS, OAUTH_SCOPES } from "@/db/enums";

interface Label {
  label: string;
  hint: string;
}

export const TYPE_LABELS: Record<(typeof OAUTH_CLIENT_TYPES)[number], Label> = {
  public: {
    label: "Public",
    hint: "Runs where others can read what it holds: a plugin on a customer's site, an app on their computer. It has no secret.",
  },
  confidential: {
    label: "Confidential",
    hint: "Runs on a server that keeps a secret. It proves itself with it whenever it asks for tokens.",
  },
};

export const SCOPE_LABELS: Record<(typeof OAUTH_SCOPES)[number], Label> = {
  troubleshooter: {
    label: "Troubleshooter",
    hint: "Open tickets for the customer, read their own tickets and answer them.",
  },
  profile: { label: "Profile", hint: "The customer's name and email address." },
};

export const GRANT_LABELS: Record<(typeof OAUTH_GRANTS)[number], Label> = {
  authorization_code: {
    label: "In the browser",
    hint: "authorization_code: the customer agrees on a page of ours and returns to a redirect URI.",
  },
  device_code: {
    label: "With a code",
    hint: "device_code: the customer types a short code on a page of ours. For sites that no redirect reaches.",
  },
  refresh_token: {
    label: "Stays connected",
    hint: "refresh_token: the app renews its access by itself. Without it the customer connects again each time.",
  },
};
