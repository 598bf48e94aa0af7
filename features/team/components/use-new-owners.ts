import { useQuery } from "@tanstack/react-query";
import { useMe } from "@/features/auth/hooks";
import { permissionsOf } from "@/features/auth/permissions";
import { activeUsersQuery } from "@/features/members/hooks";
import type { User } from "@/features/members/schema";

/** Who can take over what a member owns: active, with a role that may own it. By default whoever does it. */
export function useHeirs(user: User): { heirs: User[]; defaultId: number | null } {
  const me = useMe();
  const people = useQuery(activeUsersQuery()).data?.data ?? [];
  const heirs = people.filter(({ id, role }) => {
    const may = permissionsOf(role);
    return id !== user.id && may.has("subscriptions:write") && may.has("tokens:write");
  });
  const isOneself = me?.user.id === user.id;
  return { heirs, defaultId: isOneself ? null : (me?.user.id ?? null) };
}
