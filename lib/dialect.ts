import { ERROR_STATUS, type ErrorCode } from "@/lib/errors";

/** Other systems' APIs that we answer as, so that their clients move over by changing their base URL. */
export const DIALECTS = ["reply_v3", "rest_hooks"] as const;
export type Dialect = (typeof DIALECTS)[number];

type ErrorStatus = (typeof ERROR_STATUS)[ErrorCode];

/** Where its clients expect another status than ours. */
const STATUSES: Record<Dialect, Partial<Record<ErrorCode, ErrorStatus>>> = {
  reply_v3: { invalid: 400 },
  rest_hooks: { invalid: 400 },
};

/** The status that an error has in a dialect; without one, in our own API. */
export function statusIn(dialect: Dialect | undefined, code: ErrorCode): ErrorStatus {
  return (dialect && STATUSES[dialect][code]) ?? ERROR_STATUS[code];
}
