import * as z from "zod";

/** Text that Postgres can store: it has no NUL character. */
export function storableText() {
  return z.string().regex(/^[^\0]*$/, "Remove the NUL character.");
}

/** An ISO 8601 instant in any offset, given on as UTC with milliseconds. Years that four digits can't hold in every zone are refused. */
export const instantSchema = z.iso
  .datetime({ offset: true })
  .refine((text) => {
    const year = new Date(text).getUTCFullYear();
    return year >= 1970 && year <= 9998;
  }, "Give a time between the years 1970 and 9998.")
  .transform((text) => new Date(text).toISOString());

/** Ids of organizations, teams and users. */
export const numericIdSchema = z.int32().positive();

/** A query parameter that may be given several times, `?status=open&status=pending`; always a list in the end. */
export const several = <Schema extends z.ZodType>(item: Schema) =>
  z.union([z.array(item).max(20), item.transform((one) => [one])]);
