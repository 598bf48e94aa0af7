import * as z from "zod";
import { FACTOR_KINDS } from "@/db/enums";
import { MIN_PASSWORD_LENGTH } from "@/features/auth/password-length";
import { SENSITIVITIES } from "@/lib/endpoint";
import { ROLES } from "@/lib/roles";
import { SCOPES } from "@/lib/scopes";
import { isTimeZone } from "@/lib/time";
import { storableText } from "@/lib/wire-types";

/** NFKC and lower case, so that one mailbox is one account. */
export const emailSchema = z
  .string()
  .trim()
  .max(254)
  .transform((email) => email.normalize("NFKC").toLowerCase())
  .pipe(z.email("Enter an email address, like ada@example.com."));

/** What can be said at once of a new password; the rest of the rule knows the common ones and whose it is. */
export const newPasswordSchema = z
  .string()
  .min(MIN_PASSWORD_LENGTH, "Use at least 12 characters; a short sentence works well.")
  .max(256, "Use at most 256 characters.");

export const signInSchema = z.object({
  email: z.string().trim().min(1, "Enter your email address.").max(254),
  password: z.string().min(1, "Enter your password.").max(256),
});

export const setupSchema = z
  .object({
    name: storableText().trim().min(1, "Enter your name.").max(120),
    email: emailSchema,
    password: newPasswordSchema,
    passwordConfirmation: z.string(),
    organizationName: storableText().trim().min(1, "Name your workspace; you can change it later.").max(120),
    timeZone: z.string().max(64).refine(isTimeZone, "Choose a time zone from the list.").default("UTC"),
    token: z.string().max(200).optional(),
  })
  .refine((setup) => setup.password === setup.passwordConfirmation, {
    path: ["passwordConfirmation"],
    message: "The two passwords differ.",
  });

export type Setup = z.output<typeof setupSchema>;

export const meSchema = z
  .object({
    organization: z
      .object({ id: z.int(), name: z.string(), timeZone: z.string() })
      .meta({ example: { id: 1, name: "Lovelace Ltd", timeZone: "Europe/London" } }),
    user: z
      .object({
        id: z.int(),
        name: z.string(),
        email: z.string(),
        role: z.enum(ROLES),
        hasPassword: z
          .boolean()
          .meta({ description: "False for people who only sign in through a single sign-on provider." }),
      })
      .meta({
        example: { id: 7, name: "Ada Lovelace", email: "ada@example.com", role: "admin", hasPassword: true },
      }),
    token: z
      .object({
        id: z.uuid(),
        name: z.string().meta({ example: "CI" }),
        scopes: z.array(z.enum(SCOPES)).meta({ example: ["events:write"] }),
        expiresAt: z.iso.datetime().nullable(),
      })
      .optional()
      .meta({ description: "Present when the call was made with an API token." }),
    permissions: z.array(z.enum(SCOPES)).meta({
      description: "What this call may do now: a token's scopes, as far as its maker still has them.",
      example: ["events:read", "events:write"],
    }),
    factors: z
      .array(z.enum(FACTOR_KINDS))
      .optional()
      .meta({
        description:
          "Of a session: the kinds of second factors that you have. With any, you confirm with one of them, and no longer with your password.",
        example: ["passkey"],
      }),
    confirmedFor: z
      .array(z.enum(SENSITIVITIES))
      .optional()
      .meta({
        description:
          "Of a session: the kinds of sensitive calls that pass now. Any other answers 403 `reauthentication_required` until you confirm that it is you.",
        example: ["access", "data"],
      }),
  })
  .meta({ id: "Me" });

export type Me = z.output<typeof meSchema>;
