import { permissionsOf } from "@/features/auth/permissions";
import type { User } from "@/features/members/schema";

type Standing = Pick<User, "role" | "status">;

/** Whether a change may leave a person's event subscriptions with an owner whose rights they no longer go by. */
export function losesSubscriptions(before: Standing, after: Standing): boolean {
  if (before.status === "disabled") return false;
  if (after.status === "disabled") return true;
  const kept = permissionsOf(after.role);
  return [...permissionsOf(before.role)].some(
    (scope) => !kept.has(scope) && (scope.endsWith(":read") || scope === "subscriptions:write"),
  );
}
