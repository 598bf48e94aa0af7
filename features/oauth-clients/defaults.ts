import { DAY_MS, MINUTE_MS, SECOND_MS } from "@/lib/time";

export const REDIRECT_URIS_MAX = 20;

/** What a new app has unless it is told. */
export const OAUTH_CLIENT_DEFAULTS = {
  firstParty: false,
  accessTokenSeconds: (15 * MINUTE_MS) / SECOND_MS,
  refreshIdleSeconds: (30 * DAY_MS) / SECOND_MS,
  refreshAbsoluteSeconds: (90 * DAY_MS) / SECOND_MS,
  refreshGraceSeconds: 10,
};
