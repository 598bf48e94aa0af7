import * as z from "zod";
import { REPORT_SOURCES } from "@/db/enums";

const FINDING_SEVERITIES = ["info", "warning", "critical"] as const;

const findingSchema = z
  .object({
    severity: z.enum(FINDING_SEVERITIES),
    code: z.string().meta({ example: "plugin_outdated" }),
    message: z.string().meta({ description: "Names the value that it judges." }),
    subject: z.string().optional().meta({ description: "The plugin, theme or folder it is about." }),
  })
  .meta({ id: "EnvironmentFinding" });

const pluginSchema = z.object({
  name: z.string(),
  slug: z.string().optional().meta({ description: "The plugin's folder, where the sender told it." }),
  version: z.string().optional(),
  latest: z.string().optional(),
  active: z.boolean(),
  autoUpdate: z.boolean().optional(),
});

const themeSchema = z.object({
  name: z.string(),
  slug: z.string().optional(),
  version: z.string().optional(),
  latest: z.string().optional(),
  parent: z.string().optional().meta({ description: "The name of the theme that it is a child of." }),
});

const summarySchema = z
  .object({
    wordpress: z.string().optional().meta({ example: "6.8.1" }),
    php: z.string().optional().meta({ example: "8.3.6" }),
    server: z.string().optional(),
    database: z.string().optional(),
    theme: themeSchema.optional(),
    plugins: z.array(pluginSchema).optional(),
    woocommerce: z.string().optional().meta({ example: "9.9.5" }),
    multisite: z.boolean().optional(),
    https: z.boolean().optional(),
    debug: z.boolean().optional().meta({ description: "Whether WP_DEBUG is on." }),
    memoryLimit: z.string().optional().meta({ description: "`256M`, or `unlimited`." }),
    objectCache: z.boolean().optional(),
    environmentType: z.string().optional().meta({ example: "production" }),
    hosting: z.string().optional(),
  })
  .meta({ id: "EnvironmentSummary", description: "What is unknown is absent." });

const sectionSchema = z.object({
  key: z.string(),
  label: z.string(),
  fields: z.array(z.object({ key: z.string(), label: z.string(), value: z.string() })),
});

/** What a customer's site told about itself, as the API shows it on a ticket. */
export const environmentReportSchema = z
  .object({
    source: z.enum(REPORT_SOURCES).meta({ description: "The form that it came in." }),
    summary: summarySchema,
    findings: z.array(findingSchema).meta({ description: "The sender's own first." }),
    sections: z.array(sectionSchema).meta({ description: "All that was told, without what is private." }),
    leftOut: z.int().meta({ description: "Private fields and sections that were dropped." }),
  })
  .meta({ id: "EnvironmentReport" });

/** A number stands for its text, as versions are often sent. */
const valueSchema = z.union([z.string(), z.number(), z.boolean()]).nullish();

const ownFormSchema = z
  .looseObject({
    wordpressVersion: valueSchema,
    phpVersion: valueSchema,
    activePlugins: z
      .array(z.looseObject({ name: z.string(), version: valueSchema, latest: valueSchema }))
      .nullish(),
    theme: z
      .looseObject({ name: z.string(), version: valueSchema, latest: valueSchema, parent: valueSchema })
      .nullish(),
    hosting: z
      .looseObject({
        provider: valueSchema,
        server: valueSchema,
        database: valueSchema,
        memoryLimit: valueSchema,
      })
      .nullish(),
    extra: z.record(z.string(), z.unknown()).nullish(),
  })
  .meta({ description: "Our own form, for what is neither WordPress nor sends its Site Health." });

const documentSchema = z.record(z.string(), z.unknown()).nullish();

/** The fields of a body that tell of the customer's site. */
export const environmentReportInputSchema = z.object({
  environment: ownFormSchema.nullish(),
  siteHealth: documentSchema.meta({
    description: "WordPress: what `WP_Debug_Data::debug_data()` gives, section by section.",
  }),
  siteHealthText: z.string().nullish().meta({
    description: "WordPress: what “Copy site info to clipboard” on Tools → Site Health → Info gives.",
  }),
  wooSystemStatus: documentSchema.meta({
    description: "WooCommerce: what `GET /wp-json/wc/v3/system_status` answers.",
  }),
  includePrivate: z
    .boolean()
    .optional()
    .meta({ description: "Keeps what is private, such as the database's name. Left out otherwise." }),
  diagnosis: z
    .array(
      z.strictObject({
        severity: z.enum(FINDING_SEVERITIES),
        code: z.string().trim().min(1).max(100).optional(),
        message: z.string().trim().min(1).max(2000),
      }),
    )
    .max(100)
    .optional()
    .meta({ description: "What the sender found out itself." }),
});

export type EnvironmentReport = z.output<typeof environmentReportSchema>;
export type EnvironmentSummary = z.output<typeof summarySchema>;
export type EnvironmentPlugin = z.output<typeof pluginSchema>;
export type EnvironmentFinding = z.output<typeof findingSchema>;
export type EnvironmentSection = z.output<typeof sectionSchema>;
export type EnvironmentReportInput = z.output<typeof environmentReportInputSchema>;
export type OwnForm = z.output<typeof ownFormSchema>;
