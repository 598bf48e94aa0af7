import * as z from "zod";
import { FACTOR_KINDS } from "@/db/enums";
import { ROLES } from "@/lib/roles";
import { storableText } from "@/lib/wire-types";

const nameSchema = storableText()
  .trim()
  .min(1, "Give it a name, so that you know it again.")
  .max(60, "Use at most 60 characters.");
const base64url = z
  .string()
  .regex(/^[\w-]+$/)
  .max(16_384);
/** A browser may add to these; what we don't know is dropped. */
const credentialFields = {
  id: base64url.max(1400),
  rawId: base64url.max(1400),
  type: z.literal("public-key"),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
  authenticatorAttachment: z.string().max(40).optional(),
};

/** What the browser makes of `navigator.credentials.create`, in WebAuthn's own JSON. */
const newCredentialSchema = z.object({
  ...credentialFields,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(40)).max(10).optional(),
  }),
});

/** The same of `navigator.credentials.get`. */
export const passkeyAnswerSchema = z.object({
  ...credentialFields,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: z.string().max(200).optional(),
  }),
});

export const codeSchema = z.string().trim().min(1, "Enter a code.").max(40);

export const factorSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(FACTOR_KINDS),
    name: z.string(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Factor" });

export const ownFactorsSchema = z
  .object({
    factors: z.array(factorSchema).meta({ description: "Newest first." }),
    isRequired: z.boolean().meta({ description: "Your role needs one, so the last one can't be removed." }),
    recoveryCodesLeft: z.int().nullable().meta({ description: "Null while there is no second factor." }),
    passkeyObstacle: z
      .string()
      .nullable()
      .meta({ description: "Why this server can't offer passkeys; null when it does." }),
  })
  .meta({ id: "OwnFactors" });

const recoveryCodesField = z.array(z.string()).meta({
  description: "Each opens one sign-in when nothing else is at hand. In this answer only.",
  example: ["3vq8-k2nd-7wz4-h1ms-x0c5-tb9r"],
});

export const addedFactorSchema = z
  .object({
    factor: factorSchema,
    recoveryCodes: recoveryCodesField
      .nullable()
      .meta({ description: "With the first factor. In this answer only." }),
  })
  .meta({ id: "AddedFactor" });

export const recoveryCodesSchema = z
  .object({ recoveryCodes: recoveryCodesField })
  .meta({ id: "RecoveryCodes" });

export const authenticatorSecretSchema = z
  .object({
    secret: z.string().meta({ description: "To type into the app. In this answer only." }),
    uri: z.string().meta({ description: "The same as an `otpauth:` address. In this answer only." }),
    qrCode: z.string().meta({ description: "The address as a picture, in SVG. In this answer only." }),
  })
  .meta({ id: "AuthenticatorSecret" });

export const addAuthenticatorAppSchema = z
  .strictObject({
    name: nameSchema,
    secret: z.string().regex(/^[A-Z2-7]{32}$/, "Send the secret that you were given."),
    code: codeSchema,
  })
  .meta({
    id: "AddAuthenticatorApp",
    example: { name: "Phone", secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", code: "123456" },
  });

export const addPasskeySchema = z
  .strictObject({ name: nameSchema, credential: newCredentialSchema })
  .meta({ id: "AddPasskey" });

export const renameFactorSchema = z
  .strictObject({ name: nameSchema })
  .meta({ id: "RenameFactor", example: { name: "Work phone" } });

/** WebAuthn's own: what the browser is given. */
export const passkeyOptionsSchema = z
  .looseObject({ challenge: z.string() })
  .meta({ id: "PasskeyOptions", description: "For `navigator.credentials`, as WebAuthn writes it in JSON." });

const rolesSchema = z
  .array(z.enum(ROLES))
  .max(ROLES.length)
  .transform((roles) => ROLES.filter((role) => roles.includes(role)));

export const factorPolicySchema = z
  .object({
    roles: z
      .array(z.enum(ROLES))
      .meta({ description: "Whoever has one of these signs in with a second factor." }),
    members: z.array(z.object({ role: z.enum(ROLES), active: z.int(), withoutFactor: z.int() })).meta({
      description: "How many active members each role has, and how many of them have no second factor yet.",
    }),
  })
  .meta({ id: "FactorPolicy" });

export const updateFactorPolicySchema = z
  .strictObject({ roles: rolesSchema })
  .meta({ id: "UpdateFactorPolicy", example: { roles: ["admin"] } });

export type Factor = z.output<typeof factorSchema>;
export type OwnFactors = z.output<typeof ownFactorsSchema>;
export type AddedFactor = z.output<typeof addedFactorSchema>;
export type AuthenticatorSecret = z.output<typeof authenticatorSecretSchema>;
export type AddAuthenticatorApp = z.output<typeof addAuthenticatorAppSchema>;
export type AddPasskey = z.output<typeof addPasskeySchema>;
export type NewCredential = z.output<typeof newCredentialSchema>;
export type PasskeyAnswer = z.output<typeof passkeyAnswerSchema>;
export type FactorPolicy = z.output<typeof factorPolicySchema>;
export type UpdateFactorPolicy = z.output<typeof updateFactorPolicySchema>;
