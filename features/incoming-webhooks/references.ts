import "server-only";
import { assertReferences } from "@/features/members/references";
import type { Context } from "@/lib/context";
import { InvalidError, type Issue } from "@/lib/errors";

/** The fields without an assignee or a team that is not there (any more): a ticket is better than none. */
export async function dropUnknown(
  ctx: Context,
  { assigneeId, teamId, ...rest }: Readonly<Record<string, unknown>>,
): Promise<{ fields: Record<string, unknown>; remarks: Issue[] }> {
  const kept: Record<string, unknown> = {};
  const remarks: Issue[] = [];
  for (const [path, id] of Object.entries({ assigneeId, teamId })) {
    if (typeof id !== "number") continue;
    const problem = await problemOf(ctx, { [path]: id });
    if (problem) remarks.push({ path, message: `${problem} It was left out.` });
    else kept[path] = id;
  }
  return { fields: { ...rest, ...kept }, remarks };
}

async function problemOf(
  ctx: Context,
  reference: Parameters<typeof assertReferences>[1],
): Promise<string | null> {
  try {
    await assertReferences(ctx, reference);
    return null;
  } catch (error) {
    if (error instanceof InvalidError) return error.issues?.[0]?.message ?? error.message;
    throw error;
  }
}

/** The customer as new things may name them: none for one who was deleted or erased since. */
export async function livingCustomer(
  ctx: Context,
  customerId: string | null | undefined,
): Promise<{ customerId?: string }> {
  if (!customerId) return {};
  return (await problemOf(ctx, { customerId })) === null ? { customerId } : {};
}
