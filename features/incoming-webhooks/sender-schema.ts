import * as z from "zod";
import { SENDERS } from "@/db/enums";
import { DEFAULT_BODY_LIMIT, MAX_BODY_LIMIT } from "@/features/incoming-webhooks/limits";
import { tidySecret } from "@/features/signatures/secret";
import { genericSignatureSchema } from "@/lib/generic-signature";
import { storableText } from "@/lib/wire-types";

const BYTES_MESSAGE = `Write a whole number of bytes from 1,024 to ${MAX_BODY_LIMIT.toLocaleString("en")}.`;

/** One that the sender gave out. White space around it, quotes and `v1,` before whsec_ are left out. */
export const givenSecretSchema = storableText().overwrite(tidySecret).min(8).max(256);

/** Who sends, in one of three ways to say it. */
export const senderSettings = {
  sender: z.enum(SENDERS).meta({
    description: "Who sends, by name. At most one of `sender`, `signature` and `signatureScheme` is given.",
  }),
  signature: genericSignatureSchema,
  signatureScheme: z.enum(SENDERS).meta({ description: "The same as `sender`.", deprecated: true }),
};

export const maxBodyBytesSchema = z
  .int(BYTES_MESSAGE)
  .min(1_024, BYTES_MESSAGE)
  .max(MAX_BODY_LIMIT, BYTES_MESSAGE)
  .meta({
    description: `Of a body, also when it is unpacked; ${DEFAULT_BODY_LIMIT} unless given. A larger one is refused with 413, and kept if its signature is right.`,
  });

type SenderInput = {
  [Name in keyof typeof senderSettings]?: z.output<(typeof senderSettings)[Name]> | undefined;
};

/** What is wrong with saying it in two ways. */
export function senderIssue(input: SenderInput): { path: string; message: string } | null {
  const given = (["sender", "signature", "signatureScheme"] as const).filter(
    (name) => input[name] !== undefined,
  );
  const [, second] = given;
  return second === undefined
    ? null
    : {
        path: second,
        message: `Give one of sender, signature and signatureScheme, not ${given.join(" and ")}.`,
      };
}

/** The columns that say it; none where nothing was said. */
export function senderColumns({ sender, signature, signatureScheme }: SenderInput) {
  if (signature !== undefined) return { signatureScheme: "generic" as const, signature };
  const scheme = sender ?? signatureScheme;
  return scheme === undefined ? {} : { signatureScheme: scheme, signature: null };
}

/** The same for a new webhook, which is sent to by programs of one's own unless it is said otherwise. */
export function chosenSender(input: SenderInput) {
  return { signatureScheme: "replify" as const, signature: null, ...senderColumns(input) };
}
