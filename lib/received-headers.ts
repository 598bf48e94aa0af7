import { MASK, maskCredential, maskCredentials } from "@/lib/credential-headers";

const HEADER_MAX = 2_000;
/** How our own server tells the handlers where a call comes from. */
const INTERNAL_HEADER = /^x-replify-(client|loopback$|path$)/;

/** The headers of a request from outside as they may be kept, those that are told to hold a secret masked. Names are in lower case. */
export function receivedHeaders(
  headers: Readonly<Record<string, string>>,
  secret: readonly string[] = [],
): Record<string, string> {
  const own = Object.entries(headers)
    .filter(([name]) => !INTERNAL_HEADER.test(name))
    .map(([name, value]) => [
      name,
      secret.includes(name) ? maskCredential(value) : value.slice(0, HEADER_MAX),
    ]);
  return maskCredentials(Object.fromEntries(own));
}

/** Those that may stand in what people write and read: none that holds a secret, or a part of one. */
export function openHeaders(
  headers: Readonly<Record<string, string>>,
  secret: readonly string[] = [],
): Record<string, string> {
  const known = receivedHeaders(headers, secret);
  return Object.fromEntries(Object.entries(known).filter(([, value]) => !value.includes(MASK)));
}
