import { malformed, missing, type Scheme } from "./scheme";

export const CREDENTIAL_WARNING =
  "The secret itself comes with each request. It says who sends, not what: a changed body is not noticed, a recorded request can be sent again, and whoever reads one request can send any other. Use HTTPS, and a signature if the sender offers one.";

interface CredentialSpec {
  label: string;
  header: string;
  sampleHeaders?: Readonly<Record<string, string>>;
  eventId?: Scheme["eventId"];
}

const shared = { key: "text", proof: "credential", timestamp: "never", warning: CREDENTIAL_WARNING } as const;

/** The secret is the value of a header. */
export function headerScheme({ label, header, sampleHeaders, eventId }: CredentialSpec): Scheme {
  return {
    ...shared,
    label,
    header,
    recipe: { prefix: "", encoding: "hex", headers: { ...sampleHeaders, [header]: "{secret}" } },
    read({ headers }) {
      const value = headers[header.toLowerCase()];
      return value ? { prefix: "", signatures: [value.trim()], timestamp: null } : missing(header);
    },
    eventId: eventId ?? (() => null),
  };
}

/** The secret is a token behind `Bearer`. */
export function bearerScheme({ label, eventId }: Omit<CredentialSpec, "header">): Scheme {
  return {
    ...shared,
    label,
    header: "Authorization",
    recipe: { prefix: "", encoding: "hex", headers: { Authorization: "Bearer {secret}" } },
    read({ headers }) {
      if (!headers.authorization) return missing("Authorization");
      const token = /^Bearer +(\S.*)$/i.exec(headers.authorization)?.[1]?.trimEnd();
      if (token === undefined) return malformed("Authorization: Bearer and the secret");
      return { prefix: "", signatures: [token], timestamp: null };
    },
    eventId: eventId ?? (() => null),
  };
}

/** The secret is the password of Basic authentication. */
export function basicScheme({
  label,
  username,
  eventId,
}: Omit<CredentialSpec, "header"> & { username: string }): Scheme {
  return {
    ...shared,
    label,
    header: "Authorization",
    credentialPrefix: `${username}:`,
    recipe: { prefix: "", encoding: "hex", headers: { Authorization: "Basic {basic}" } },
    read({ headers }) {
      if (!headers.authorization) return missing("Authorization");
      const pair = decodeBasic(headers.authorization);
      if (pair === null) return malformed(`Authorization: Basic, with the user ${username} and the secret`);
      return { prefix: "", signatures: [pair], timestamp: null };
    },
    eventId: eventId ?? (() => null),
  };
}

function decodeBasic(header: string): string | null {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(header)?.[1];
  if (encoded === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    const pair = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return pair.includes(":") ? pair : null;
  } catch {
    return null;
  }
}
