import type * as z from "zod";
import type { GenericSignature, genericSignatureSchema } from "@/lib/generic-signature";
import { type HmacAlgorithm, SIGNED_PARTS, type SignedParts } from "@/lib/signed-parts";

/** How a sender without a name signs, as the form edits it. */
export interface SignatureValues {
  type: GenericSignature["type"];
  header: string;
  algorithm: HmacAlgorithm;
  encoding: "hex" | "base64";
  prefix: string;
  signs: SignedParts | "template";
  template: string;
  timestampHeader: string;
  idHeader: string;
  username: string;
}

type SignatureInput = z.input<typeof genericSignatureSchema>;

export const EMPTY_SIGNATURE: SignatureValues = {
  type: "hmac",
  header: "X-Signature",
  algorithm: "sha256",
  encoding: "hex",
  prefix: "",
  signs: "body",
  template: "{timestamp}:{body}",
  timestampHeader: "",
  idHeader: "",
  username: "replify",
};

export const SIGNATURE_FIELDS = [
  "type",
  "header",
  "algorithm",
  "encoding",
  "prefix",
  "signs",
  "template",
  "timestampHeader",
  "idHeader",
  "username",
] as const satisfies (keyof SignatureValues)[];

/** What is signed, as a template. */
export function signedTemplate({ signs, template }: SignatureValues): string {
  return signs === "template" ? template : SIGNED_PARTS[signs];
}

export function toSignature(values: SignatureValues): SignatureInput {
  const { type, encoding, algorithm, prefix, signs, template } = values;
  const header = values.header.trim();
  if (type === "bearer") return { type };
  if (type === "basic") return { type, username: values.username.trim() };
  if (type === "header") return { type, header };
  const timestampHeader = signedTemplate(values).includes("{timestamp}") ? values.timestampHeader.trim() : "";
  const idHeader = values.idHeader.trim();
  return {
    type,
    header,
    algorithm,
    encoding,
    ...(prefix && { prefix }),
    signs: signs === "template" ? { template } : signs,
    ...(timestampHeader && { timestampHeader }),
    ...(idHeader && { idHeader }),
  };
}

export function fromSignature(signature: GenericSignature | null): SignatureValues {
  if (signature === null) return EMPTY_SIGNATURE;
  const { type } = signature;
  if (signature.type === "basic") return { ...EMPTY_SIGNATURE, type, username: signature.username };
  if (signature.type === "header") return { ...EMPTY_SIGNATURE, type, header: signature.header };
  if (signature.type === "bearer") return { ...EMPTY_SIGNATURE, type };
  const { signs, header, algorithm, encoding, prefix, timestampHeader, idHeader } = signature;
  return {
    ...EMPTY_SIGNATURE,
    type,
    header,
    algorithm,
    encoding,
    prefix: prefix ?? "",
    timestampHeader: timestampHeader ?? "",
    idHeader: idHeader ?? "",
    ...(typeof signs === "string" ? { signs } : { signs: "template", template: signs.template }),
  };
}
