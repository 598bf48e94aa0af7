import type { GenericSignature } from "@/lib/generic-signature";
import { templateOf } from "@/lib/signed-parts";
import { basicScheme, bearerScheme, headerScheme } from "./credential";
import { hmacScheme } from "./hmac";
import type { Scheme } from "./scheme";

/** The scheme that a webhook itself describes. */
export function genericScheme(signature: GenericSignature): Scheme {
  const label = GENERIC_LABELS[signature.type];
  if (signature.type === "header") return headerScheme({ label, header: signature.header });
  if (signature.type === "bearer") return bearerScheme({ label });
  if (signature.type === "basic") return basicScheme({ label, username: signature.username });
  const { header, algorithm, encoding, prefix, signs, timestampHeader, idHeader } = signature;
  return hmacScheme({
    label,
    header,
    algorithm,
    encoding,
    signs: templateOf(signs),
    ...(prefix !== undefined && { prefix }),
    ...(timestampHeader !== undefined && { timestampHeader }),
    ...(idHeader !== undefined && { idHeader }),
  });
}

export const GENERIC_LABELS: Record<GenericSignature["type"], string> = {
  hmac: "HMAC signature",
  header: "Secret in a header",
  bearer: "Bearer token",
  basic: "User name and password",
};
