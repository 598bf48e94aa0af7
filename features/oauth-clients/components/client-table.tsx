"use client";

import { useQuery } from "@tanstack/react-query";
import { AppWindow } from "lucide-react";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { FilterBar } from "@/components/filter-bar";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/native-select";
import { useKeysetPaging } from "@/components/use-keyset-paging";
import { OAUTH_CLIENT_TYPES } from "@/db/enums";
import { apiReferenceHref } from "@/features/api-reference/links";
import { oauthClientsQuery } from "@/features/oauth-clients/hooks";
import { TYPE_LABELS } from "@/features/oauth-clients/labels";
import { oauthClientHref } from "@/features/oauth-clients/links";
import { OAUTH_CLIENT_STATUSES } from "@/features/oauth-clients/schema";
import {
  type OAuthClientFilters,
  oauthClientFilterParsers,
  toListQuery,
} from "@/features/oauth-clients/search-params";
import { CLIENT_COLUMNS } from "./client-columns";
import { CreateClientLink } from "./create-client-link";

const STATUS_LABELS = { active: "Active", disabled: "Disabled" };
const NO_FILTERS = { q: "", status: null, type: null };

/** The list with its filters, all of them in the URL. */
export function ClientTable() {
  const [filters, setFilters] = useQueryStates(oauthClientFilterParsers);
  const { data, error, isPlaceholderData, refetch } = useQuery(oauthClientsQuery(toListQuery(filters)));
  const paging = useKeysetPaging(filters.cursor, (cursor, options) => void setFilters({ cursor }, options));
  const { status, type } = oauthClientFilterParsers;
  const isFiltered = filters.q !== "" || filters.status !== null || filters.type !== null;
  const filter = (change: Partial<OAuthClientFilters>) => void setFilters({ ...change, cursor: null });
  const clear = () => filter(NO_FILTERS);
  return (
    <div className="flex flex-col gap-3">
      <FilterBar
        search={{
          value: filters.q,
          onChange: (q) => filter({ q }),
          label: "Search apps",
          placeholder: "Search by name or client id",
        }}
        onClearAll={isFiltered ? clear : undefined}
      >
        <NativeSelect
          aria-label="Status"
          value={filters.status ?? ""}
          onChange={(event) => filter({ status: status.parse(event.target.value) })}
        >
          <option value="">Any status</option>
          {OAUTH_CLIENT_STATUSES.map((one) => (
            <option key={one} value={one}>
              {STATUS_LABELS[one]}
            </option>
          ))}
        </NativeSelect>
        <NativeSelect
          aria-label="Type"
          value={filters.type ?? ""}
          onChange={(event) => filter({ type: type.parse(event.target.value) })}
        >
          <option value="">Any type</option>
          {OAUTH_CLIENT_TYPES.map((one) => (
            <option key={one} value={one}>
              {TYPE_LABELS[one].label}
            </option>
          ))}
        </NativeSelect>
      </FilterBar>
      <DataTable
        caption="Apps that customers can connect, newest first"
        noun="apps"
        columns={CLIENT_COLUMNS}
        rows={data?.data}
        rowId={(client) => client.id}
        rowHref={(client) => oauthClientHref(client.id)}
        rowHeight="double"
        skeletonRows={6}
        paging={paging.pagingOf(data?.nextCursor)}
        isFetching={isPlaceholderData}
        error={error}
        onRetry={() => void refetch()}
        isFiltered={isFiltered || filters.cursor !== null}
        onClearFilters={clear}
        empty={<NoClients />}
      />
    </div>
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
