import type { Column } from "@/components/data-table-types";
import { Time } from "@/components/time";
import type { User } from "@/features/members/schema";
import { MemberMenu } from "./member-menu";
import { MemberName } from "./member-name";
import { RoleSelect } from "./role-select";

export const MEMBER_COLUMNS: Column<User>[] = [
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
