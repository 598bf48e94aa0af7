/** Stands for what is not shown; people tell credentials apart by the end that may follow it. */
export const MASK = "••••";

/** Any header whose name holds one of these opens something: x-gitlab-token, x-hook-secret, x-amz-security-token, set-cookie, … */
const CREDENTIAL_NAME =
  /authorization|passw|passphrase|secret|token|credential|cookie|api-?key|session|jwt|assertion|oidc-data|client-principal/;
/** Short words only by themselves: a monkey is no key. */
const CREDENTIAL_WORD = /(?:^|[-_])(?:auth|key|pwd|pass|sid|otp|pin)(?:[-_]|$)/;
/** Named alike, but they open nothing, and repeats are known by them. */
const HARMLESS_NAME = /idempotency|^access-control-/;
const AUTH_SCHEME = /^(Bearer|Basic|Digest|Token|ApiKey|Negotiate) +/i;
const JWT = /^eyJ[\w-]+\.[\w-]+\./;
const SHOW_END_FROM_LENGTH = 12;

/**
 * Whether a header opens something for whoever reads it, by its name in lower case or by the look of its value. Signatures don't: they prove
 * nothing about any other request, and whoever looks for a mistake needs them.
 */
export function isCredential(name: string, value: string): boolean {
  const isNamedSo = CREDENTIAL_NAME.test(name) || CREDENTIAL_WORD.test(name);
  return (isNamedSo && !HARMLESS_NAME.test(name)) || AUTH_SCHEME.test(value) || JWT.test(value);
}

/** The end of a Basic credential is part of a password, so it isn't shown. What is masked stays as it is. */
export function maskCredential(value: string): string {
  if (value.includes(MASK)) return value;
  const scheme = AUTH_SCHEME.exec(value)?.[0] ?? "";
  const secret = value.slice(scheme.length);
  const showsEnd = secret.length >= SHOW_END_FROM_LENGTH && !/^basic/i.test(scheme);
  return `${scheme.trimEnd()}${scheme && " "}${MASK}${showsEnd ? secret.slice(-4) : ""}`;
}

/** Headers as they may be kept and shown; names are in lower case. */
export function maskCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      isCredential(name, value) ? maskCredential(value) : value,
    ]),
  );
}
