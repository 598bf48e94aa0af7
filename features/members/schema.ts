import * as z from "zod";
import { FACTOR_KINDS } from "@/db/enums";
import { pageQuerySchema } from "@/lib/pagination";
import { ROLES } from "@/lib/roles";
import { storableText } from "@/lib/wire-types";

export const USER_STATUSES = ["active", "disabled"] as const;

export const personSchema = z.object({ id: z.int(), name: z.string() });

export const userSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    email: z.string(),
    role: z.enum(ROLES),
    status: z.enum(USER_STATUSES).meta({
      description: "A disabled user can't sign in, and their tokens don't work, until enabled again.",
    }),
    lastActiveAt: z.iso.datetime().nullable().meta({ description: "When a browser of theirs last called." }),
    teams: z.array(z.object({ id: z.int(), name: z.string() })),
    activeTokens: z.int().meta({ description: "API tokens of theirs that are neither revoked nor expired." }),
    factors: z.array(z.enum(FACTOR_KINDS)).optional().meta({
      description: "The kinds of second factors that they have; present when you may change the team.",
    }),
    createdAt: z.iso.datetime().meta({ description: "When they joined the organization." }),
  })
  .meta({ id: "User" });

export const listUsersQuerySchema = pageQuerySchema.extend({
  role: z.enum(ROLES).optional(),
  status: z.enum(USER_STATUSES).optional(),
  q: storableText().trim().max(120).optional().meta({ description: "Part of a name or an email address." }),
});

export const teamSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    members: z.array(personSchema),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Team" });

export type User = z.output<typeof userSchema>;
export type ListUsersQuery = z.output<typeof listUsersQuerySchema>;
export type Team = z.output<typeof teamSchema>;
