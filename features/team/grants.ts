import "server-only";
import { permissionsOf } from "@/features/auth/permissions";
import type { Context } from "@/lib/context";
import { ForbiddenError } from "@/lib/errors";
import type { Role } from "@/lib/roles";

/** Throws ForbiddenError for a role that may do more than the caller: nobody can give away what they don't hold. */
export function assertMayGrant(ctx: Context, role: Role): void {
  const beyond = [...permissionsOf(role)].filter((scope) => !ctx.permissions.has(scope));
  if (beyond.length === 0) return;
  throw new ForbiddenError(
    `The role ${role} may do more than you: ${beyond.join(", ")}. Choose a lesser role, or ask an admin.`,
  );
}
