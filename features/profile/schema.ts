import * as z from "zod";
import { newPasswordSchema } from "@/features/auth/schema";
import { codeSchema, passkeyAnswerSchema } from "@/features/factors/schema";
import { storableText } from "@/lib/wire-types";

export const updateProfileSchema = z
  .strictObject({
    name: storableText().trim().min(1, "Enter your name.").max(120, "Use at most 120 characters.").optional(),
  })
  .meta({ id: "UpdateProfile", example: { name: "Ada Lovelace" } });

const currentPasswordSchema = z.string().min(1, "Enter your current password.").max(256);

export const changePasswordSchema = z
  .strictObject({ currentPassword: currentPasswordSchema, newPassword: newPasswordSchema })
  .refine((change) => change.newPassword !== change.currentPassword, {
    path: ["newPassword"],
    message: "Choose a password other than the current one.",
  })
  .meta({
    id: "ChangePassword",
    example: { currentPassword: "correct horse battery", newPassword: "an analytical engine" },
  });

export const reauthenticationSchema = z
  .union([
    z.strictObject({ password: z.string().min(1, "Enter your password.").max(256) }),
    z.strictObject({ code: codeSchema }),
    z.strictObject({ passkey: passkeyAnswerSchema }),
  ])
  .meta({ id: "Reauthentication", example: { password: "correct horse battery" } });

export const ownSessionSchema = z
  .object({
    id: z.uuid(),
    isCurrent: z.boolean().meta({ description: "Whether this call was made with it." }),
    device: z
      .string()
      .meta({ description: "Browser and system, as far as they say.", example: "Firefox on Linux" }),
    ip: z.string().nullable().meta({ description: "Where it was started from." }),
    createdAt: z.iso.datetime(),
    lastSeenAt: z.iso.datetime(),
  })
  .meta({ id: "Session" });

export type Reauthentication = z.output<typeof reauthenticationSchema>;
export type UpdateProfile = z.output<typeof updateProfileSchema>;
export type ChangePassword = z.output<typeof changePasswordSchema>;
export type OwnSession = z.output<typeof ownSessionSchema>;
