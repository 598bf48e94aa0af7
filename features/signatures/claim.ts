import type { SignatureMistake } from "./mistakes";
import type { Scheme, SignedRequest } from "./schemes/scheme";
import { SCHEMES } from "./schemes/schemes";
import type { Variant } from "./variants";

type Headers = SignedRequest["headers"];

/** What a request's headers say about its signature, read as kindly as can be. */
export interface Claim {
  digests: Variant<Buffer>[];
  id: string | null;
  /** As it was sent, since that is what was signed. */
  timestamp: string | null;
  mistakes: SignatureMistake[];
}

const DIGEST_BYTES = { sha1: 20, sha256: 32, sha512: 64 } as const;
const MAX_DIGESTS = 5;

/** Null when the headers hold nothing like a signature of this scheme. */
export function readClaim(request: SignedRequest, scheme: Scheme): Claim | null {
  const { headers } = request;
  const own =
    headers[scheme.header.toLowerCase()] ?? (isStandard(scheme) ? headers["svix-signature"] : undefined);
  const header = own ?? unknownHeader(headers, scheme);
  if (!header) return null;
  const form: SignatureMistake[] = own === undefined ? ["header_name"] : [];
  const length = DIGEST_BYTES[scheme.recipe.algorithm ?? "sha256"];
  const tokens = header
    .split(/[\s,;]+/)
    .map(digestOf)
    .filter((token) => token !== null);
  const digests = tokens
    .filter(({ bytes }) => bytes.length === length)
    .slice(0, MAX_DIGESTS)
    .map(({ bytes, text, encoding }) => ({
      value: bytes,
      mistakes: [...form, ...formMistakes(request, { scheme, text, encoding, isOwn: own !== undefined })],
    }));
  const lengths: number[] = Object.values(DIGEST_BYTES);
  const isOtherHash = digests.length === 0 && tokens.some(({ bytes }) => lengths.includes(bytes.length));
  return {
    digests,
    id: headers[headerOf(scheme, "{id}")] ?? headers["webhook-id"] ?? headers["svix-id"] ?? null,
    timestamp: timestampOf(headers, scheme),
    mistakes: isOtherHash ? ["other_hash"] : [],
  };
}

/** A header that is no scheme's own, but must be meant as a signature. */
function unknownHeader(headers: Headers, scheme: Scheme): string | undefined {
  const known = [scheme, ...Object.values(SCHEMES)].map(({ header }) => header.toLowerCase());
  return Object.entries(headers).find(([name]) => /signature|hmac/.test(name) && !known.includes(name))?.[1];
}

function digestOf(token: string) {
  const text = token.replaceAll(/^["']|["']$/g, "").replace(/^[a-z0-9-]{1,12}=(?=.)/i, "");
  if (/^([0-9a-f]{2})+$/i.test(text))
    return { text, bytes: Buffer.from(text, "hex"), encoding: "hex" as const };
  if (/^[A-Za-z0-9+/_-]{20,}={0,2}$/.test(text))
    return { text, bytes: Buffer.from(text, "base64"), encoding: "base64" as const };
  return null;
}

function formMistakes(
  request: SignedRequest,
  digest: { scheme: Scheme; text: string; encoding: "hex" | "base64"; isOwn: boolean },
): SignatureMistake[] {
  const { scheme, text, encoding, isOwn } = digest;
  if (encoding !== scheme.recipe.encoding) return ["wrong_encoding"];
  const signed = scheme.read(request);
  const isRead = !("problem" in signed);
  if (encoding === "hex" && text !== text.toLowerCase() && !(isOwn && isRead)) return ["upper_case_hex"];
  if (!isOwn) return [];
  return "problem" in signed && signed.problem === "malformed_signature" ? ["signature_form"] : [];
}

/** The header that holds nothing but a value of the recipe, in lower case. */
function headerOf({ recipe }: Scheme, value: string): string {
  return (
    Object.entries(recipe.headers)
      .find(([, form]) => form === value)?.[0]
      .toLowerCase() ?? ""
  );
}

/** What Svix sends under names of its own, too. */
function isStandard({ key }: Scheme): boolean {
  return key === "decoded";
}

function timestampOf(headers: Headers, scheme: Scheme): string | null {
  const said = Object.entries(scheme.recipe.headers).find(([, form]) => form.includes("{timestamp}"));
  const [name = "", form = ""] = said ?? [];
  const text = headers[name.toLowerCase()];
  const own = form === "{timestamp}" ? text : /(?:^|,)\s*t=([^,\s]+)/.exec(text ?? "")?.[1];
  const svix = isStandard(scheme) ? headers["svix-timestamp"] : undefined;
  const elsewhere = Object.entries(headers).find(([one]) => one.endsWith("timestamp"))?.[1];
  return own ?? svix ?? elsewhere ?? null;
}
