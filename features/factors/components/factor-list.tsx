"use client";

import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { DataTable } from "@/components/data-table";
import type { Column } from "@/components/data-table-types";
import { EmptyState } from "@/components/empty-state";
import { Time } from "@/components/time";
import { Button } from "@/components/ui/button";
import { useHydrated } from "@/components/use-hydrated";
import { ownFactorsQuery } from "@/features/factors/hooks";
import { KIND_LABELS } from "@/features/factors/kind-labels";
import type { Factor, OwnFactors } from "@/features/factors/schema";
import { AddFactorDialog } from "./add-factor-dialog";
import { FactorActions } from "./factor-actions";
import { RecoveryCodes } from "./recovery-codes";

const COLUMNS: Column<Factor>[] = [
  { id: "name", header: "Name", className: "wrap-anywhere font-medium", cell: ({ name }) => name },
  { id: "kind", header: "Kind", cell: ({ kind }) => KIND_LABELS[kind] },
  { id: "createdAt", header: "Added", cell: ({ createdAt }) => <Time value={createdAt} /> },
  {
    id: "lastUsedAt",
    header: "Last used",
    cell: ({ lastUsedAt }) => (lastUsedAt ? <Time value={lastUsedAt} /> : "Never"),
  },
  {
    id: "actions",
    header: "Actions",
    isHeaderHidden: true,
    align: "end",
    cell: (factor) => <FactorActions factor={factor} />,
  },
];

/** What signing in asks for after the password. */
export function FactorList() {
  const { data, error, isFetching, refetch } = useQuery(ownFactorsQuery());
  return (
    <>
      <DataTable
        caption="Your second factors, newest first"
        noun="second factors"
        columns={COLUMNS}
        rows={data?.factors}
        rowId={(factor) => factor.id}
        isFetching={isFetching}
        error={error}
        onRetry={() => void refetch()}
        skeletonRows={1}
        empty={
          <EmptyState
            icon={<ShieldCheck />}
            title="No second factor yet"
            description="Whoever learns your password can sign in as you. With a second factor they can't."
          />
        }
      />
      {data && data.recoveryCodesLeft !== null && <RecoveryCodes left={data.recoveryCodesLeft} />}
      {data && <AddFactors own={data} />}
    </>
  );
}

function AddFactors({ own }: { own: OwnFactors }) {
  const isHydrated = useHydrated();
  const [adding, setAdding] = useState<"passkey" | "authenticator_app" | null>(null);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        {own.passkeyObstacle === null && (
          <Button disabled={!isHydrated} onClick={() => setAdding("passkey")}>
            Add passkey
          </Button>
        )}
        <Button disabled={!isHydrated} onClick={() => setAdding("authenticator_app")}>
          Add authenticator app
        </Button>
      </div>
      {own.passkeyObstacle !== null && (
        <p className="max-w-prose text-sm text-muted-foreground">
          {own.passkeyObstacle} Use an authenticator app.
        </p>
      )}
      {own.isRequired && <p className="text-sm text-muted-foreground">Your role needs a second factor.</p>}
      <AddFactorDialog kind={adding} isFirst={own.factors.length === 0} onClose={() => setAdding(null)} />
    </div>
  );
}
