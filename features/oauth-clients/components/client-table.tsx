"use client";

import { AppWindow } from "lucide-react";
import Link from "next/link";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { Button } from "@/components/ui/button";
import { useListQuery } from "@/components/use-list-query";
import { useListSearch } from "@/components/use-list-search";
import { OAUTH_CLIENT_TYPES } from "@/db/enums";
import { apiReferenceHref } from "@/features/api-reference/links";
import { oauthClientsQuery } from "@/features/oauth-clients/hooks";
import { TYPE_LABELS } from "@/features/oauth-clients/labels";
import { oauthClientHref } from "@/features/oauth-clients/links";
import { clientSearchParams, toListQuery } from "@/features/oauth-clients/search-params";
import { OAUTH_CLIENT_STATUSES } from "@/features/oauth-clients/statuses";
import { CLIENT_COLUMNS } from "./client-columns";
import { CreateClientLink } from "./create-client-link";

const STATUS_LABELS = { active: "Active", disabled: "Disabled" };
const STATUS_OPTIONS = OAUTH_CLIENT_STATUSES.map((value) => ({ value, label: STATUS_LABELS[value] }));
const TYPE_OPTIONS = OAUTH_CLIENT_TYPES.map((value) => ({ value, label: TYPE_LABELS[value].label }));

/** The list with its filters, all of them in the URL. */
export function ClientTable() {
  const list = useListSearch(clientSearchParams);
  const clients = useListQuery(oauthClientsQuery(toListQuery(list.search)), { idOf: (client) => client.id });
  return (
    <DataTable
      {...list.table(clients)}
      toolbar={{
        search: { label: "Search apps", placeholder: "Search by name or client id", ...list.text("q") },
        facets: [
          {
            id: "status",
            label: "Status",
            any: "Any status",
            options: STATUS_OPTIONS,
            ...list.choice("status"),
          },
          { id: "type", label: "Type", any: "Any type", options: TYPE_OPTIONS, ...list.choice("type") },
        ],
        onClearAll: list.onClearAll,
      }}
      caption="Apps that customers can connect, newest first"
      listId="apps"
      noun="apps"
      columns={CLIENT_COLUMNS}
      rowId={(client) => client.id}
      rowHref={(client) => oauthClientHref(client.id)}
      rowHeight="double"
      skeletonRows={6}
      empty={<NoClients />}
    />
  );
}

function NoClients() {
  return (
    <EmptyState
      icon={<AppWindow />}
      title="No apps yet"
      description="An app, such as a plugin on a customer's site, lets your customers sign in with you, open tickets that hold what support needs, and read the answers. Each customer decides, and you can cut any of them off."
      actions={
        <>
          <CreateClientLink />
          <Button asChild>
            <Link href={apiReferenceHref()}>API reference</Link>
          </Button>
        </>
      }
    />
  );
}
