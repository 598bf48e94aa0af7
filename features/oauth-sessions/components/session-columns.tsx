import Link from "next/link";
import type { Column } from "@/components/data-table-types";
import { Time } from "@/components/time";
import { customerHref } from "@/features/customers/links";
import { SCOPE_LABELS } from "@/features/oauth-clients/labels";
import type { OAuthSession } from "@/features/oauth-sessions/schema";
import { SessionActions } from "./session-actions";
import { SessionStatusPill } from "./session-status";

export const SESSION_COLUMNS: Column<OAuthSession>[] = [
  {
    id: "customer",
    header: "Customer",
    className: "wrap-anywhere md:min-w-36",
    cell: ({ customer }) => (
      <Link
        href={customerHref(customer.id)}
        prefetch={false}
        className="font-medium hover:underline max-md:line-clamp-1 max-md:leading-6"
      >
        {customer.name ?? customer.email}
      </Link>
    ),
    detail: ({ customer }) =>
      customer.name && <span className="block text-muted-foreground max-md:truncate">{customer.email}</span>,
  },
  { id: "status", header: "Status", cell: (session) => <SessionStatusPill session={session} /> },
  {
    id: "host",
    header: "Host",
    className: "wrap-anywhere md:min-w-32",
    cell: ({ host }) => host ?? <None />,
  },
  {
    id: "scopes",
    header: "Scopes",
    priority: 3,
    cell: ({ scopes }) => scopes.map((scope) => SCOPE_LABELS[scope].label).join(", "),
  },
  {
    id: "created",
    header: "Created",
    priority: 3,
    className: "md:whitespace-nowrap",
    cell: ({ createdAt }) => <Time value={createdAt} />,
  },
  {
    id: "lastUsed",
    header: "Last used",
    className: "md:whitespace-nowrap",
    cell: ({ lastUsedAt }) => <Time value={lastUsedAt} />,
  },
  {
    id: "expires",
    header: "Expires",
    priority: 2,
    className: "md:whitespace-nowrap",
    cell: ({ status, expiresAt }) => (status === "ended" ? <None /> : <Time value={expiresAt} />),
  },
  {
    id: "from",
    header: "IP and agent",
    priority: 2,
    cell: ({ ip, userAgent }) => (
      <span className="flex max-w-32 flex-col">
        <span className="font-mono text-xs">{ip ?? "Unknown"}</span>
        {userAgent && (
          <span className="truncate text-xs text-muted-foreground" title={userAgent}>
            {userAgent}
          </span>
        )}
      </span>
    ),
  },
  {
    id: "actions",
    header: "Actions",
    isHeaderHidden: true,
    align: "end",
    cell: (session) => <SessionActions session={session} />,
  },
];

function None() {
  return <span className="text-muted-foreground">–</span>;
}
