import * as z from "zod";
import type { EventType } from "@/features/event-catalog/names";
import { filterSchema } from "@/features/event-filter/schema";
import { toFilter } from "@/features/rest-hooks/payload-filter";

/** What that API lists. */
export const REST_HOOK_EVENTS = [
  "agent.created",
  "agent.updated",
  "agent.deleted",
  "client.created",
  "client.updated",
  "client.deleted",
  "search.created",
  "search.updated",
  "search.deleted",
  "search.match.created",
  "search.match.updated",
  "message.created",
  "message.updated",
  "message.deleted",
  "listing.created",
  "listing.updated",
  "listing.deleted",
  "favorite.created",
  "favorite.deleted",
] as const satisfies EventType[];

const EXAMPLE = { target_url: "https://receiver.example/unique-path", event: "listing.created" };

const configurationSchema = z
  .object({
    filters: z
      .array(
        z.object({
          field: z
            .string()
            .meta({ description: "A field of the event's data, with dots.", example: "map.city" }),
          values: z
            .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
            .meta({ description: "It has to be one of these.", example: ["Toronto"] }),
        }),
      )
      .optional()
      .meta({ description: "Only events of which all of them hold." }),
  })
  .superRefine((configuration, { addIssue }) => {
    const filter = toFilter(configuration);
    const problems = filter ? (filterSchema.safeParse(filter).error?.issues ?? []) : [];
    // `all.0.value.1` of ours is `filters.0.values.1` there.
    for (const { path, message } of problems)
      addIssue({ code: "custom", path: path.map((name) => FILTER_NAMES.get(name) ?? name), message });
  });

const FILTER_NAMES = new Map<PropertyKey, PropertyKey>([
  ["all", "filters"],
  ["path", "field"],
  ["value", "values"],
]);

const fields = {
  target_url: z
    .string()
    .trim()
    .max(2048)
    .refine((text) => URL.canParse(text), "Give a whole URL, such as https://example.com/hook.")
    .meta({ description: "No other webhook of yours may have it.", example: EXAMPLE.target_url }),
  event: z.enum(REST_HOOK_EVENTS).meta({ example: EXAMPLE.event }),
  configuration: configurationSchema.nullish(),
};

export const createRestHookSchema = z.object(fields).meta({ id: "CreateRestHook", example: EXAMPLE });

export const updateRestHookSchema = z
  .object(fields)
  .partial()
  .meta({ id: "UpdateRestHook", example: { event: "listing.updated" } });

export const restHookSchema = z
  .object({
    id: z.int32().meta({ example: 1 }),
    target_url: z.string().meta({ example: EXAMPLE.target_url }),
    event: z.string().meta({ example: EXAMPLE.event }),
    configuration: z
      .object({ filters: z.array(z.object({ field: z.string(), values: z.array(z.unknown()) })) })
      .meta({ example: { filters: [] } }),
  })
  .meta({ id: "RestHook" });

export type RestHook = z.output<typeof restHookSchema>;
export type CreateRestHook = z.output<typeof createRestHookSchema>;
export type UpdateRestHook = z.output<typeof updateRestHookSchema>;
