import * as z from "zod";
import { REGISTRATION_POLICIES } from "@/db/enums";
import { newPasswordSchema } from "@/features/auth/schema";
import { emailAddressSchema } from "@/lib/email-address";
import { storableText } from "@/lib/wire-types";

const nameSchema = storableText().trim().min(1, "Leave the name out rather than empty.").max(200);

/** What a person types to get an account. */
export const registrationSchema = z.strictObject({
  email: emailAddressSchema,
  password: newPasswordSchema,
  name: nameSchema.optional(),
});

export const invitedSchema = registrationSchema.omit({ email: true });

export const newPasswordFormSchema = registrationSchema.pick({ password: true });

export const emailOnlySchema = registrationSchema.pick({ email: true });

/** A password that was chosen before; checked before any work is done for it. */
export const credentialsSchema = z.strictObject({
  email: emailAddressSchema,
  password: z.string().min(1, "Enter your password.").max(256),
});

export const changePasswordFormSchema = z.strictObject({
  currentPassword: credentialsSchema.shape.password,
  password: newPasswordSchema,
});

export const changeAddressFormSchema = z.strictObject({
  email: emailAddressSchema,
  currentPassword: credentialsSchema.shape.password,
});

export const renameSchema = z.strictObject({ name: nameSchema });

export const presentPasswordSchema = credentialsSchema.pick({ password: true });

const clientFields = {
  client_id: storableText().min(1).max(100),
  client_secret: z
    .string()
    .max(200)
    .optional()
    .meta({ description: "Of a confidential client, unless it sends HTTP Basic." }),
};

export const registerSchema = z.strictObject({ ...clientFields, ...registrationSchema.shape }).meta({
  id: "RegisterCustomer",
  example: {
    client_id: "app_7f2a9c41d0be",
    email: "dana@whitfield-prints.example",
    password: "a sentence that nobody guesses",
  },
});

export const registeredSchema = z
  .object({ customerId: z.uuid(), email: z.string() })
  .meta({ id: "RegisteredCustomer" });

export const loginSchema = z
  .strictObject({
    ...clientFields,
    ...credentialsSchema.shape,
    scope: z
      .string()
      .max(200)
      .optional()
      .meta({ description: "Left out: all of the client's scopes.", example: "troubleshooter" }),
  })
  .meta({
    id: "LoginCustomer",
    example: {
      client_id: "app_7f2a9c41d0be",
      email: "dana@whitfield-prints.example",
      password: "a sentence that nobody guesses",
    },
  });

export const customerInvitationSchema = z
  .object({
    email: z.string(),
    url: z.url().nullable().meta({
      description:
        "The link to make the account with. In this answer only; null where it was mailed to an address that somebody registered and has not confirmed.",
    }),
    expiresAt: z.iso.datetime(),
    mailed: z.boolean().meta({
      description:
        "Whether the link is mailed as well. False while no mail server is set up: pass it on yourself.",
    }),
  })
  .meta({ id: "CustomerInvitation" });

export const customerRegistrationSchema = z
  .strictObject({
    policy: z.enum(REGISTRATION_POLICIES).meta({
      description:
        "Who may make an account: anybody (`open`), whoever was invited (`invitation`), or whoever the desk knows by the address (`known`).",
    }),
  })
  .meta({ id: "CustomerRegistration", example: { policy: "open" } });

export type CustomerInvitation = z.output<typeof customerInvitationSchema>;
export type CustomerRegistration = z.output<typeof customerRegistrationSchema>;
