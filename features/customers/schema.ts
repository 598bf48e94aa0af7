import * as z from "zod";
import { isPlaceholderId } from "@/features/customers/placeholder";
import { emailAddressSchema } from "@/lib/email-address";
import { pageQuerySchema } from "@/lib/pagination";
import { numericIdSchema, storableText } from "@/lib/wire-types";

export const MAX_IDENTITIES = 20;

const nameSchema = storableText().trim().min(1, "Leave the name out rather than empty.").max(200);
const phoneSchema = storableText().trim().min(3).max(40);
const externalIdSchema = storableText().trim().min(1).max(200);
const ownIdSchema = externalIdSchema.refine(
  (id) => !isPlaceholderId(id),
  "Give an id of the customer’s own: this one stands for nobody.",
);
const tagsSchema = z.array(storableText().trim().min(1).max(60)).max(30);
const attributesSchema = z
  .record(storableText().max(100), z.unknown())
  .refine((value) => JSON.stringify(value).length <= 32_768, "At most 32 KiB of attributes.")
  .refine((value) => !JSON.stringify(value).includes("\\u0000"), "Remove the NUL character.");

export const customerRefSchema = z
  .object({ id: z.uuid(), name: z.string().nullable(), email: z.string().nullable() })
  .meta({ id: "CustomerRef" });

export const customerSummarySchema = customerRefSchema
  .extend({
    company: z.string().nullable(),
    externalIds: z.array(z.string()).meta({ description: "Ids in the systems the customer came from." }),
    tags: z.array(z.string()),
    openTickets: z.int().meta({ description: "Open and pending ones among the latest 1,000." }),
    totalTickets: z.int().meta({ description: "Counted up to 1,000." }),
    lastSeenAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "CustomerSummary" });

export const customerSchema = customerSummarySchema
  .extend({
    phone: z.string().nullable(),
    emails: z.array(z.string()).meta({ description: "Every address the customer is recognised by." }),
    phones: z.array(z.string()).meta({
      description: "Every phone number the customer has, as it is compared. Others may have the same one.",
    }),
    agent: z
      .object({ id: z.int(), name: z.string() })
      .nullable()
      .meta({ description: "Who looks after the customer." }),
    attributes: z.record(z.string(), z.unknown()),
    receivesMails: z.boolean().meta({
      description:
        "Whether they want answers by mail: their own choice, made at /account or by the link in each mail.",
    }),
    mergedIntoId: z
      .uuid()
      .nullable()
      .meta({ description: "The customer that this one became part of: go on there." }),
    erasedAt: z.iso.datetime().nullable().meta({ description: "When the personal data was removed." }),
    accounts: z
      .array(
        z.object({
          id: z.uuid(),
          email: z.string(),
          isConfirmed: z.boolean().meta({
            description: "Whether they proved that the address is theirs.",
          }),
          createdAt: z.iso.datetime(),
          lastSignInAt: z.iso.datetime().nullable(),
        }),
      )
      .meta({ description: "With which they sign in, to connect apps; usually none or one. At most 20." }),
    mergedCustomers: z.array(customerRefSchema).meta({
      description: "Customers that became part of this one; a split can bring them back. At most 20.",
    }),
    possibleDuplicates: z.array(customerRefSchema).meta({
      description:
        "Customers who may be the same person: the id of one came with the address of the other. Merge the two, or dismiss the hint. At most 20.",
    }),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Customer" });

/** Someone to find by address or outside id, or else to add. */
export const customerInputSchema = z
  .strictObject({
    email: emailAddressSchema.optional(),
    name: nameSchema.optional(),
    phone: phoneSchema.optional(),
    externalId: storableText()
      .trim()
      .max(200)
      .nullable()
      .transform((id): string | undefined => id || undefined)
      .optional()
      .meta({
        description: "The customer's id with you. One that stands for nobody, like `0`, counts as left out.",
      }),
  })
  .refine(
    ({ email, externalId, phone, name }) => Boolean(email || externalId || phone || name),
    "Give at least an email, a phone, an externalId or a name.",
  )
  .meta({ id: "CustomerInput", example: { email: "dana@whitfield-prints.example", name: "Dana Whitfield" } });

export const createCustomerSchema = z
  .strictObject({
    name: nameSchema.nullish(),
    email: emailAddressSchema.nullish(),
    phone: phoneSchema.nullish(),
    company: nameSchema.nullish(),
    externalId: ownIdSchema.nullish(),
    emails: z
      .array(emailAddressSchema)
      .max(MAX_IDENTITIES)
      .optional()
      .meta({ description: "Further addresses to recognise the customer by." }),
    externalIds: z.array(ownIdSchema).max(MAX_IDENTITIES).optional(),
    agentId: numericIdSchema.nullish(),
    tags: tagsSchema.optional(),
    attributes: attributesSchema.optional(),
  })
  .meta({
    id: "CreateCustomer",
    example: { name: "Dana Whitfield", email: "dana@whitfield-prints.example" },
  });

export const updateCustomerSchema = z
  .strictObject({
    ...createCustomerSchema.omit({ externalId: true }).partial().shape,
    emails: z.array(emailAddressSchema).max(MAX_IDENTITIES).optional().meta({
      description: "Replaces every address the customer is recognised by. `email` alone adds to them.",
    }),
    externalIds: z
      .array(ownIdSchema)
      .max(MAX_IDENTITIES)
      .optional()
      .meta({ description: "Replaces every id in other systems." }),
  })
  .meta({ id: "UpdateCustomer", example: { company: "Whitfield Prints" } });

export const mergeCustomerSchema = z
  .strictObject({ intoId: z.uuid().meta({ description: "The customer that stays." }) })
  .meta({ id: "MergeCustomer", example: { intoId: "01960580-1d80-7c44-8a02-3b6f90d4e2c7" } });

const MOVED_MAX = 200;

export const splitCustomerSchema = z
  .strictObject({
    intoId: z.uuid().optional().meta({
      description: "One of mergedCustomers, to bring back. Left out, a new customer is added.",
    }),
    name: nameSchema.optional().meta({ description: "What to call them, if they have no name yet." }),
    emails: z.array(emailAddressSchema).max(MOVED_MAX).default([]),
    externalIds: z.array(externalIdSchema).max(MOVED_MAX).default([]),
    phones: z.array(phoneSchema).max(MOVED_MAX).default([]),
    ticketIds: z.array(z.uuid()).max(MOVED_MAX).default([]),
    chatIds: z.array(z.uuid()).max(MOVED_MAX).default([]),
  })
  .refine(
    ({ intoId, emails, externalIds, phones, ticketIds, chatIds }) =>
      intoId !== undefined ||
      [emails, externalIds, phones, ticketIds, chatIds].some((list) => list.length > 0),
    "Choose at least one address, id, number, ticket or chat to move out.",
  )
  .meta({ id: "SplitCustomer", example: { emails: ["eva@whitfield-prints.example"], name: "Eva" } });

export const dismissDuplicateSchema = z
  .strictObject({ customerId: z.uuid().meta({ description: "The other one of the two." }) })
  .meta({ id: "DismissDuplicate", example: { customerId: "01960580-1d80-7c44-8a02-3b6f90d4e2c7" } });

export const erasedCustomerSchema = z
  .object({
    id: z.uuid(),
    erasedAt: z.iso.datetime(),
    kept: z.array(z.string()).meta({ description: "What still holds something of them, and until when." }),
  })
  .meta({ id: "ErasedCustomer" });

export const listCustomersQuerySchema = pageQuerySchema.extend({
  q: storableText()
    .trim()
    .max(120)
    .optional()
    .meta({ description: "Part of a name or address, or a whole address or external id." }),
  hasOpenTickets: z.enum(["true", "false"]).optional(),
});

export type CustomerRef = z.output<typeof customerRefSchema>;
export type CustomerSummary = z.output<typeof customerSummarySchema>;
export type Customer = z.output<typeof customerSchema>;
export type CustomerInput = z.output<typeof customerInputSchema>;
export type CreateCustomer = z.output<typeof createCustomerSchema>;
export type UpdateCustomer = z.output<typeof updateCustomerSchema>;
export type SplitCustomer = z.output<typeof splitCustomerSchema>;
export type ErasedCustomer = z.output<typeof erasedCustomerSchema>;
export type ListCustomersQuery = z.output<typeof listCustomersQuerySchema>;
