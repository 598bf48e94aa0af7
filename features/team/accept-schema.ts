import * as z from "zod";
import { newPasswordSchema } from "@/features/auth/schema";
import { storableText } from "@/lib/wire-types";

/** What an invited person without an account types. */
export const newPersonSchema = z.object({
  name: storableText().trim().min(1, "Enter your name.").max(120),
  password: newPasswordSchema,
});

export type NewPerson = z.output<typeof newPersonSchema>;
