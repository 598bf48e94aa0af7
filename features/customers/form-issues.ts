import * as z from "zod";
import { type CustomerFormValues, jsonIssues, partsOf } from "@/features/customers/form-values";
import { createCustomerSchema } from "@/features/customers/schema";
import type { Issue } from "@/lib/errors";
import { issuesIn } from "@/lib/issues";

const { emails, externalId: _, ...shape } = createCustomerSchema.shape;
const partsSchema = z.strictObject({ ...shape, otherEmails: emails });

/** All that is wrong, by the fields of the form. */
export function issuesOf(values: CustomerFormValues): Issue[] {
  return [...issuesIn(partsSchema.safeParse(partsOf(values)).error), ...jsonIssues(values)];
}
