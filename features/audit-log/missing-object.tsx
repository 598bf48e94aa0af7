"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useParams } from "next/navigation";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { Time } from "@/components/time";
import { deletionQuery } from "@/features/audit-log/hooks";
import { useCan } from "@/features/auth/hooks";

interface MissingObjectProps {
  /** "ticket". What it is called in the audit log, if otherwise, is `type`. */
  noun: string;
  type?: string;
  /** What remains of one that was deleted. */
  remains: string;
  /** Where to go on from here. */
  actions: ReactNode;
}

/** The page of something that is not there. Whether it was deleted or never existed the audit log knows, for those who may read it. */
export function MissingObject({ noun, type = noun, remains, actions }: MissingObjectProps) {
  const { id } = useParams<{ id: string }>();
  const mayKnow = useCan("audit_log:read");
  const { data } = useQuery({ ...deletionQuery(type, id), enabled: mayKnow });
  const [deletion] = data?.data ?? [];
  return (
    <>
      <PageHeader title={`No such ${noun}`} />
      <div role="status">
        {deletion && (
          <EmptyState
            icon={<SearchX />}
            title={`This ${noun} was deleted`}
            description={
              <>
                {deletion.actor.name} deleted it <Time value={deletion.createdAt} />. {remains}
              </>
            }
            actions={actions}
          />
        )}
        {!deletion && (
          <EmptyState
            icon={<SearchX />}
            title={data ? `No such ${noun} ever existed here` : `This address leads to no ${noun}`}
            description={
              data
                ? "The link is wrong, or it belongs to another workspace."
                : `The link is wrong, or the ${noun} was deleted. ${remains}`
            }
            actions={actions}
          />
        )}
      </div>
    </>
  );
}
