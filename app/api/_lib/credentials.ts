import { assertNoTokenInAddress, bearerToken } from "@/app/api/_lib/bearer";
import type { Dialect } from "@/lib/dialect";
import { MalformedError } from "@/lib/errors";

/** In which headers an API takes a token, and how. */
export interface Credentials {
  /** The one to advise. */
  example: string;
  headers: Record<string, (value: string) => string | null>;
}

const asIs = (value: string) => value;

export const CREDENTIALS: Record<Dialect | "own", Credentials> = {
  own: {
    example: "Authorization: Bearer rpl_at_…",
    headers: { Authorization: bearerToken, "X-API-Key": asIs },
  },
  reply_v3: {
    example: "X-API-Key: rpl_at_…",
    headers: { Authorization: bearerToken, "X-API-Key": asIs },
  },
  rest_hooks: {
    example: "Authorization: rpl_at_…",
    headers: { Authorization: bareOrBearer, "X-API-Key": asIs, "REPLIERS-API-KEY": asIs },
  },
};

/** The token of a request, from a header only: one in the query is ignored, and beside a header refused, as it will be in logs by now. */
export function presentedToken({ headers, url }: Request, credentials: Credentials): string | null {
  const carriers = Object.entries(credentials.headers).flatMap(([name, read]) => {
    const value = headers.get(name);
    return value === null ? [] : [() => read(value)];
  });
  const [read, ...others] = carriers;
  if (!read) return null;
  if (others.length > 0) {
    const names = Object.keys(credentials.headers).join(" or ");
    throw new MalformedError(`Send one credential: either ${names}, not several.`);
  }
  assertNoTokenInAddress(url);
  return read();
}

function bareOrBearer(value: string): string | null {
  return /^[\x21-\x7e]{1,512}$/.test(value) ? value : bearerToken(value);
}
