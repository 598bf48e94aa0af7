"use client";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { DataTable } from "@/components/data-table";
import { Button } from "@/components/ui/button";
import { useListQuery } from "@/components/use-list-query";
import { useListSearch } from "@/components/use-list-search";
import { useCan } from "@/features/auth/hooks";
import { oauthClientQuery } from "@/features/oauth-clients/hooks";
import { oauthSessionsQuery, useRevokeClientSessions } from "@/features/oauth-sessions/hooks";
import type { OAuthSession } from "@/features/oauth-sessions/schema";
import { sessionSearchParams, toListQuery } from "@/features/oauth-sessions/search-params";
import { SESSION_STATUSES } from "@/features/oauth-sessions/statuses";
import { counted } from "@/lib/format-number";
import { RevokeAllButton } from "./revoke-all-button";
import { RevokeSessionsDialog } from "./revoke-sessions-dialog";
import { SESSION_COLUMNS } from "./session-columns";

const STATUS_LABELS = { active: "Active", ended: "Ended", expired: "Expired" };
const STATUS_OPTIONS = SESSION_STATUSES.map((value) => ({ value, label: STATUS_LABELS[value] }));
const NO_IDS: ReadonlySet<string> = new Set();

interface SessionTableProps {
  clientId: string;
  /** While nobody has connected the app. */
  empty: ReactNode;
}

/** The sessions of one app, with filters, selection and page in hand. */
export function SessionTable({ clientId, empty }: SessionTableProps) {
  const list = useListSearch(sessionSearchParams);
  const sessions = useListQuery(oauthSessionsQuery(toListQuery(clientId, list.search)), {
    idOf: (session) => session.id,
  });
  const selection = useSessionSelection(sessions.data?.data ?? []);
  return (
    <DataTable
      {...list.table(sessions)}
      toolbar={{
        search: { label: "Search sessions", placeholder: "Search by customer or host", ...list.text("q") },
        facets: [
          {
            id: "status",
            label: "Status",
            any: "Any status",
            options: STATUS_OPTIONS,
            ...list.choice("status"),
          },
        ],
        onClearAll: list.onClearAll,
        actions: <RevokeAllOfClient id={clientId} />,
      }}
      caption="Customers who connected the app, newest first"
      listId="app-sessions"
      noun="sessions"
      columns={SESSION_COLUMNS}
      rowId={(session) => session.id}
      rowHeight="double"
      skeletonRows={6}
      selection={selection}
      empty={empty}
    />
  );
}

function useSessionSelection(rows: OAuthSession[]) {
  const canWrite = useCan("oauth_clients:write");
  const [ids, setIds] = useState(NO_IDS);
  const [isAsking, setAsking] = useState(false);
  const isSelectable = ({ status }: OAuthSession) => status === "active";
  const selected = rows.filter((row) => ids.has(row.id) && isSelectable(row));
  if (!canWrite) return undefined;
  return {
    ids: new Set(selected.map(({ id }) => id)),
    onChange: setIds,
    isSelectable,
    rowLabel: ({ customer }: OAuthSession) => `the session of ${customer.name ?? customer.email}`,
    actions: (
      <>
        <Button size="sm" variant="danger" onClick={() => setAsking(true)}>
          Revoke selected
        </Button>
        <RevokeSessionsDialog
          isOpen={isAsking}
          onOpenChange={setAsking}
          sessions={selected}
          onRevoked={() => setIds(NO_IDS)}
        />
      </>
    ),
  };
}

function RevokeAllOfClient({ id }: { id: string }) {
  const { data: client } = useQuery(oauthClientQuery(id));
  const revoke = useRevokeClientSessions();
  if (!client) return null;
  const { activeSessions: count, name } = client;
  return (
    <RevokeAllButton
      of={`“${name}”`}
      count={counted(count, "active session")}
      isDisabled={count === 0}
      onRevoke={() => revoke.mutateAsync(id)}
    />
  );
}
