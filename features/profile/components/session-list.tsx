"use client";

import { MonitorSmartphone } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { DataTable } from "@/components/data-table";
import type { Column } from "@/components/data-table-types";
import { EmptyState } from "@/components/empty-state";
import { Time } from "@/components/time";
import { toast } from "@/components/toast";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useListQuery } from "@/components/use-list-query";
import { sessionsQuery, useEndOtherSessions, useEndSession } from "@/features/profile/hooks";
import type { OwnSession } from "@/features/profile/schema";
import { ProfileSection } from "./profile-section";

const COLUMNS: Column<OwnSession>[] = [
  {
    id: "device",
    header: "Device",
    cell: ({ device, isCurrent }) => (
      <span className="inline-flex flex-wrap items-center gap-2 font-medium">
        {device}
        {isCurrent && <Badge tone="info">This one</Badge>}
      </span>
    ),
  },
  {
    id: "ip",
    header: "Address",
    className: "wrap-anywhere",
    cell: ({ ip }) => (ip ? <span className="font-mono text-xs">{ip}</span> : "Unknown"),
  },
  { id: "createdAt", header: "Signed in", cell: ({ createdAt }) => <Time value={createdAt} /> },
  { id: "lastSeenAt", header: "Last seen", cell: ({ lastSeenAt }) => <Time value={lastSeenAt} /> },
  {
    id: "actions",
    header: "Actions",
    isHeaderHidden: true,
    align: "end",
    cell: (session) => <EndSessionButton session={session} />,
  },
];

export function SessionList() {
  const { data, error, isFetching, arrivals, refetch } = useListQuery(sessionsQuery(), {
    idOf: (session) => session.id,
  });
  const hasOthers = data?.data.some((session) => !session.isCurrent) ?? false;
  return (
    <ProfileSection
      title="Where you are signed in"
      description="Sign out every device that you don't recognize, then change your password."
      actions={hasOthers && <EndOthersButton />}
    >
      <DataTable
        caption="Your sessions, newest first"
        noun="sessions"
        columns={COLUMNS}
        rows={data?.data}
        rowId={(session) => session.id}
        isFetching={isFetching}
        arrivals={arrivals}
        error={error}
        onRetry={() => void refetch()}
        skeletonRows={2}
        empty={<EmptyState icon={<MonitorSmartphone />} title="No open sessions" />}
      />
    </ProfileSection>
  );
}

function EndSessionButton({ session }: { session: OwnSession }) {
  const end = useEndSession();
  if (session.isCurrent) return null;

  function sendEnd() {
    end.mutateAsync(session.id).then(
      () => toast.success(`${session.device} is signed out`),
      (error: Error) => toast.error(error.message),
    );
  }

  return (
    <Button
      size="sm"
      variant="danger"
      aria-label={`Sign out ${session.device}`}
      isPending={end.isPending}
      onClick={sendEnd}
    >
      Sign out
    </Button>
  );
}

function EndOthersButton() {
  const [isAsking, setIsAsking] = useState(false);
  const end = useEndOtherSessions();

  async function confirm() {
    await end.mutateAsync();
    toast.success("You are signed out everywhere else");
  }

  return (
    <>
      <Button onClick={() => setIsAsking(true)}>Sign out everywhere else</Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title="Sign out everywhere else?"
        description="Every other browser has to sign in again. This one stays signed in, and tokens keep working."
        confirmLabel="Sign out everywhere else"
        onConfirm={confirm}
      />
    </>
  );
}
