import { fillRecipe, type RecipeValue, type TimestampForm } from "@/features/signatures/recipe";
import type { HmacAlgorithm } from "@/lib/signed-parts";
import {
  badTimestamp,
  type Claimed,
  eventIdFrom,
  MAX_SIGNATURES,
  malformed,
  missing,
  type Problem,
  readTime,
  type Scheme,
  type SignedRequest,
} from "./scheme";

/** A sender that signs by an HMAC, as data. */
export interface HmacSpec {
  label: string;
  header: string;
  algorithm?: HmacAlgorithm;
  encoding: "hex" | "base64";
  /** Before each digest. */
  prefix?: string;
  /** What is signed, with `{body}` in it once. */
  signs: string;
  /** Absent although a time is signed: it stands as `t=` in the signature's own header. */
  timestampHeader?: string;
  timestampForm?: TimestampForm;
  idHeader?: string;
  /** As the sender writes the address that it signs. */
  urlOf?(url: string): string;
  /** Other headers of a sample. */
  sampleHeaders?: Readonly<Record<string, string>>;
  eventId?: Scheme["eventId"];
}

/** Longer than any prefix and digest. */
const MAX_ENTRY = 200;

const DIGEST_FORMS = {
  hex: { sha1: /^[0-9a-f]{40}$/i, sha256: /^[0-9a-f]{64}$/i, sha512: /^[0-9a-f]{128}$/i },
  base64: {
    sha1: /^[A-Za-z0-9+/_-]{27}=?$/,
    sha256: /^[A-Za-z0-9+/_-]{43}=?$/,
    sha512: /^[A-Za-z0-9+/_-]{86}(?:==)?$/,
  },
} as const;

export function hmacScheme(spec: HmacSpec): Scheme {
  const { label, header, algorithm = "sha256", encoding, idHeader } = spec;
  const [prefix = "", suffix = ""] = spec.signs.split("{body}");
  return {
    label,
    header,
    key: "text",
    timestamp: spec.signs.includes("{timestamp}") ? "always" : "never",
    recipe: {
      prefix,
      suffix,
      algorithm,
      encoding,
      timestampForm: spec.timestampForm ?? "seconds",
      headers: sampleHeaders(spec),
    },
    read: (request) => readClaimed(request, { ...spec, algorithm }, { prefix, suffix }),
    eventId: spec.eventId ?? (({ headers }) => (idHeader ? eventIdFrom(headers, idHeader) : null)),
  };
}

function sampleHeaders(spec: HmacSpec): Record<string, string> {
  const { header, prefix = "", timestampHeader, idHeader } = spec;
  const isTimeInside = spec.signs.includes("{timestamp}") && !timestampHeader;
  return {
    ...spec.sampleHeaders,
    ...(idHeader && { [idHeader]: "{id}" }),
    ...(timestampHeader && { [timestampHeader]: "{timestamp}" }),
    [header]: `${isTimeInside ? "t={timestamp}," : ""}${prefix}{signature}`,
  };
}

function readClaimed(
  { headers, url = "" }: SignedRequest,
  spec: HmacSpec & { algorithm: HmacAlgorithm },
  parts: { prefix: string; suffix: string },
): Claimed | Problem {
  const { header, timestampHeader, idHeader, signs } = spec;
  const value = headers[header.toLowerCase()];
  if (!value) return missing(header);
  const signatures = digestsIn(value, spec);
  if (!signatures) return malformed(formInWords(spec));
  const time = timestampHeader ? headers[timestampHeader.toLowerCase()] : timeInside(value);
  const timestamp = signs.includes("{timestamp}") ? readTime(time) : null;
  if (timestamp === null && signs.includes("{timestamp}"))
    return badTimestamp(timestampHeader ?? `t= in ${header}`);
  const id = idHeader && headers[idHeader.toLowerCase()];
  if (signs.includes("{id}") && !id) return malformed(`a header ${idHeader} beside the signature`);
  const values: Partial<Record<RecipeValue, string>> = {
    id: id ?? "",
    timestamp: time ?? "",
    url: spec.urlOf ? spec.urlOf(url) : url,
    method: "POST",
  };
  const fill = (template: string) => fillRecipe(template, (name) => values[name] ?? "");
  return { prefix: fill(parts.prefix), suffix: fill(parts.suffix), signatures, timestamp };
}

/** The digests of one header, several after commas or spaces. Null without a single good one. */
function digestsIn(
  value: string,
  { prefix = "", algorithm, encoding }: Pick<HmacSpec, "prefix" | "encoding"> & { algorithm: HmacAlgorithm },
): string[] | null {
  const form = DIGEST_FORMS[encoding][algorithm];
  const found = tokensAfter(value, prefix).filter((digest) => form.test(digest));
  return found.length > 0 && found.length <= MAX_SIGNATURES ? found : null;
}

/** What stands behind the prefix, wherever an entry of the list begins with it; it may have a comma or a space itself. */
function tokensAfter(value: string, prefix: string): string[] {
  const tokens: string[] = [];
  for (let at = value.indexOf(prefix); at !== -1 && at < value.length; at = value.indexOf(prefix, at + 1)) {
    const isFirst = at === 0 || /[\s,]/.test(value[at - 1] ?? "");
    if (isFirst) tokens.push(/^[^\s,]*/.exec(value.slice(at + prefix.length, at + MAX_ENTRY))?.[0] ?? "");
  }
  return tokens;
}

function timeInside(value: string): string | undefined {
  return value
    .split(/[\s,]+/)
    .find((part) => part.startsWith("t="))
    ?.slice(2);
}

function formInWords({ prefix, algorithm, encoding }: HmacSpec): string {
  const digest = `the ${(algorithm ?? "sha256").toUpperCase().replace("SHA", "SHA-")} digest in ${encoding}`;
  return prefix ? `${prefix} and ${digest}` : digest;
}
