import { CopyButton } from "@/components/copy-button";
import type { Column } from "@/components/data-table-types";
import { Time } from "@/components/time";
import { SCOPE_LABELS, TYPE_LABELS } from "@/features/oauth-clients/labels";
import type { OAuthClient } from "@/features/oauth-clients/schema";
import { formatCount } from "@/lib/format-number";
import { ClientStatusPill } from "./client-status";

export const CLIENT_COLUMNS: Column<OAuthClient>[] = [
  {
    id: "name",
    header: "App",
    className: "wrap-anywhere",
    cell: ({ name }) => <span className="max-md:line-clamp-1">{name}</span>,
    detail: ({ publisher }) =>
      publisher && <span className="block text-muted-foreground max-md:truncate">{publisher}</span>,
  },
  { id: "status", header: "Status", cell: (client) => <ClientStatusPill client={client} /> },
  { id: "clientId", header: "Client id", cell: ({ clientId }) => <ClientId clientId={clientId} /> },
  {
    id: "type",
    header: "Type",
    priority: 2,
    cell: ({ type, firstParty }) => `${TYPE_LABELS[type].label}${firstParty ? ", first-party" : ""}`,
  },
  {
    id: "scopes",
    header: "Scopes",
    priority: 3,
    cell: ({ scopes }) => scopes.map((scope) => SCOPE_LABELS[scope].label).join(", "),
  },
  {
    id: "sessions",
    header: "Active sessions",
    align: "end",
    className: "tabular-nums",
    cell: ({ activeSessions }) => formatCount(activeSessions),
  },
  {
    id: "lastToken",
    header: "Last token",
    priority: 2,
    align: "end",
    className: "md:whitespace-nowrap",
    cell: ({ lastTokenAt }) =>
      lastTokenAt ? <Time value={lastTokenAt} /> : <span className="text-muted-foreground">Never</span>,
  },
];

function ClientId({ clientId }: { clientId: string }) {
  return (
    <span className="inline-flex items-center gap-0.5">
      <span className="font-mono text-xs" title={clientId}>
        {clientId.slice(0, 12)}…
      </span>
      <CopyButton value={clientId} noun="Client id" />
    </span>
  );
}
