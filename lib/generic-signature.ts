import * as z from "zod";
import { HMAC_ALGORITHMS, templateOf } from "@/lib/signed-parts";
import { storableText } from "@/lib/wire-types";

/** What a sample in a shell could take for more than text. */
const PLAIN_MESSAGE = "Leave out quotes, dollar signs, backticks, backslashes and braces.";

const PLACEHOLDERS = ["body", "timestamp", "id", "url", "method"];

const headerSchema = storableText()
  .trim()
  .max(100)
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "Write the name of a header, such as X-Signature.");

const templateSchema = storableText()
  .max(200)
  .regex(/^[^"$`\\]*$/, PLAIN_MESSAGE)
  .refine((text) => text.split("{body}").length === 2, "Name {body} once: it is what has to be protected.")
  .refine(
    (text) => [...text.matchAll(/\{([^{}]*)\}/g)].every(([, name = ""]) => PLACEHOLDERS.includes(name)),
    "There are {body}, {timestamp}, {id}, {url} and {method}.",
  )
  .meta({ description: "What is signed, such as `v0:{timestamp}:{body}`." });

const hmacSchema = z
  .strictObject({
    type: z.literal("hmac"),
    header: headerSchema,
    algorithm: z.enum(HMAC_ALGORITHMS),
    encoding: z.enum(["hex", "base64"]),
    prefix: storableText()
      .max(40)
      .regex(/^[^"$`\\{}\r\n]*$/, PLAIN_MESSAGE)
      .optional()
      .meta({ description: "Before the digest: `sha256=`, `v1=`." }),
    signs: z.union([
      z.literal(["body", "timestamp.body", "timestamp+body", "id.timestamp.body", "url+body"]),
      z.strictObject({ template: templateSchema }),
    ]),
    timestampHeader: headerSchema.optional().meta({
      description: "Where the signed time stands. Left out, it is `t=…` in the signature's own header.",
    }),
    idHeader: headerSchema
      .optional()
      .meta({ description: "Where the id stands, by which repeats are known." }),
  })
  .superRefine(({ signs, timestampHeader, idHeader }, check) => {
    const template = templateOf(signs);
    const issue = (path: string, message: string) =>
      check.addIssue({ code: "custom", path: [path], message });
    if (timestampHeader !== undefined && !template.includes("{timestamp}"))
      issue(
        "timestampHeader",
        "The time is not signed, so it would prove nothing: sign it, or leave this out.",
      );
    if (idHeader === undefined && template.includes("{id}"))
      issue("idHeader", "Name the header with the id that is signed.");
  });

export const genericSignatureSchema = z
  .discriminatedUnion("type", [
    hmacSchema,
    z.strictObject({ type: z.literal("header"), header: headerSchema }),
    z.strictObject({ type: z.literal("bearer") }),
    z.strictObject({
      type: z.literal("basic"),
      username: storableText()
        .min(1, "Name the user that the sender signs in as.")
        .max(100)
        .regex(/^[^:]*$/, "A user name has no colon: that is where the password begins."),
    }),
  ])
  .meta({
    id: "GenericSignature",
    description: "How a sender proves itself that has no name here.",
    example: {
      type: "hmac",
      header: "X-Signature",
      algorithm: "sha256",
      encoding: "hex",
      prefix: "sha256=",
      signs: "timestamp.body",
      timestampHeader: "X-Timestamp",
    },
  });

export type GenericSignature = z.output<typeof genericSignatureSchema>;
export type HmacSignature = Extract<GenericSignature, { type: "hmac" }>;
