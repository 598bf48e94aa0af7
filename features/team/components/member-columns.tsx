import type { Column } from "@/components/data-table-types";
import { Time } from "@/components/time";
import { KIND_LABELS } from "@/features/factors/kind-labels";
import type { User } from "@/features/members/schema";
import { MemberMenu } from "./member-menu";
import { MemberName } from "./member-name";
import { RoleSelect } from "./role-select";

const MEMBER_COLUMNS: Column<User>[] = [
  { id: "name", header: "Name", className: "wrap-anywhere", cell: (user) => <MemberName user={user} /> },
  { id: "email", header: "Email", className: "wrap-anywhere", cell: ({ email }) => email },
  { id: "role", header: "Role", className: "md:w-44", cell: (user) => <RoleSelect user={user} /> },
  {
    id: "teams",
    header: "Teams",
    priority: 3,
    className: "wrap-anywhere",
    cell: ({ teams }) =>
      teams.map(({ name }) => name).join(", ") || <span className="text-muted-foreground">None</span>,
  },
  {
    id: "factors",
    header: "Second factor",
    priority: 3,
    cell: ({ factors }) =>
      factors?.map((kind) => KIND_LABELS[kind]).join(", ") || (
        <span className="text-muted-foreground">None</span>
      ),
  },
  {
    id: "tokens",
    header: "Tokens",
    priority: 3,
    align: "end",
    cell: ({ activeTokens }) => activeTokens,
  },
  {
    id: "lastActive",
    header: "Last active",
    className: "md:whitespace-nowrap",
    cell: ({ lastActiveAt }) =>
      lastActiveAt ? <Time value={lastActiveAt} /> : <span className="text-muted-foreground">Never</span>,
  },
  {
    id: "actions",
    header: "Actions",
    isHeaderHidden: true,
    align: "end",
    className: "md:w-12",
    cell: (user) => <MemberMenu user={user} />,
  },
];

/** Who has a second factor only those see who may change the team. */
export function memberColumns({ mayWrite }: { mayWrite: boolean }): Column<User>[] {
  return mayWrite ? MEMBER_COLUMNS : COLUMNS_TO_READ;
}

const COLUMNS_TO_READ = MEMBER_COLUMNS.filter(({ id }) => id !== "factors");
