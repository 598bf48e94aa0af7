import * as z from "zod";
import { emailSchema } from "@/features/auth/schema";
import { pageQuerySchema } from "@/lib/pagination";
import { numericIdSchema, storableText } from "@/lib/wire-types";

const nameSchema = storableText().trim().min(1, "Leave the name out rather than empty.").max(200);
const phoneSchema = storableText().trim().min(3).max(40);
const externalIdSchema = storableText().trim().min(1).max(200);
const tagsSchema = z.array(storableText().trim().min(1).max(60)).max(30);
const attributesSchema = z
  .record(storableText().max(100), z.unknown())
  .refine((value) => JSON.stringify(value).length <= 32_768, "At most 32 KiB of attributes.")
  .refine((value) => !JSON.stringify(value).includes("\\u0000"), "Remove the NUL character.");

export const customerRefSchema = z
  .object({ id: z.uuid(), name: z.string().nullable(), email: z.string().nullable() })
  .meta({ id: "CustomerRef" });

export const customerSchema = customerRefSchema
  .extend({
    phone: z.string().nullable(),
    company: z.string().nullable(),
    externalIds: z.array(z.string()).meta({ description: "Ids in the systems the customer came from." }),
    emails: z.array(z.string()).meta({ description: "Every address the customer is recognised by." }),
    tags: z.array(z.string()),
    attributes: z.record(z.string(), z.unknown()),
    openTickets: z.int(),
    totalTickets: z.int().meta({ description: "Counted up to 1,000." }),
    lastSeenAt: z.iso.datetime().nullable(),
    erasedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Customer" });

/** Someone to find by address or outside id, or else to add. */
export const customerInputSchema = z
  .strictObject({
    email: emailSchema.optional(),
    name: nameSchema.optional(),
    phone: phoneSchema.optional(),
    externalId: externalIdSchema.optional(),
  })
  .refine(
    ({ email, externalId, phone, name }) => Boolean(email || externalId || phone || name),
    "Give at least an email, a phone, an externalId or a name.",
  )
  .meta({ id: "CustomerInput", example: { email: "dana@whitfield-prints.example", name: "Dana Whitfield" } });

export const createCustomerSchema = z
  .strictObject({
    name: nameSchema.nullish(),
    email: emailSchema.nullish(),
    phone: phoneSchema.nullish(),
    company: nameSchema.nullish(),
    externalId: externalIdSchema.nullish(),
    agentId: numericIdSchema.nullish(),
    tags: tagsSchema.optional(),
    attributes: attributesSchema.optional(),
  })
  .meta({
    id: "CreateCustomer",
    example: { name: "Dana Whitfield", email: "dana@whitfield-prints.example" },
  });

export const updateCustomerSchema = createCustomerSchema.partial().meta({ id: "UpdateCustomer" });

export const listCustomersQuerySchema = pageQuerySchema.extend({
  q: storableText().trim().max(120).optional(),
  hasOpenTickets: z.stringbool().optional(),
});

export type CustomerRef = z.output<typeof customerRefSchema>;
export type Customer = z.output<typeof customerSchema>;
export type CustomerInput = z.output<typeof customerInputSchema>;
export type CreateCustomer = z.output<typeof createCustomerSchema>;
export type UpdateCustomer = z.output<typeof updateCustomerSchema>;
export type ListCustomersQuery = z.output<typeof listCustomersQuerySchema>;
