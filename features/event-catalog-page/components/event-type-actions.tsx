"use client";

import { Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { catalogSearchParams } from "@/features/event-catalog-page/search-params";
import { NO_CATALOG_REASON, useDeleteEventType, useUpdateEventType } from "@/features/event-types/hooks";
import { editEventTypeHref } from "@/features/event-types/links";
import type { EventTypeView } from "@/features/event-types/schema";
import { useCanChangeCatalog } from "./use-can-change-catalog";

/** What an admin can do with a type that the organization added. */
export function EventTypeActions({ eventType: { type, isDeprecated } }: { eventType: EventTypeView }) {
  const canChange = useCanChangeCatalog();
  const [isDeleting, setIsDeleting] = useState(false);
  const [, setSearch] = useQueryStates(catalogSearchParams);
  const update = useUpdateEventType(type);
  const remove = useDeleteEventType();
  if (!canChange) return <p className="text-sm text-muted-foreground">{NO_CATALOG_REASON}</p>;

  function setDeprecated(next: boolean) {
    update.mutate(
      { isDeprecated: next },
      {
        onSuccess: () =>
          toast.success(next ? `${type} is deprecated` : `${type} is no longer deprecated`, {
            action: { label: "Undo", onClick: () => setDeprecated(!next) },
          }),
        onError: (error) => toast.error(error.message),
      },
    );
  }

  return (
    <div className="flex flex-wrap gap-2">
      <Button asChild>
        <Link href={editEventTypeHref(type)}>
          <Pencil aria-hidden />
          Edit
        </Link>
      </Button>
      <Button isPending={update.isPending} onClick={() => setDeprecated(!isDeprecated)}>
        {isDeprecated ? "Undo deprecation" : "Deprecate"}
      </Button>
      <Button variant="destructive" onClick={() => setIsDeleting(true)}>
        <Trash2 aria-hidden />
        Delete
      </Button>
      <ConfirmDialog
        isOpen={isDeleting}
        onOpenChange={setIsDeleting}
        title={`Delete event type ${type}?`}
        description={
          <p>
            It can't be published any more. Its events and deliveries stay in the log, and what waits is sent.
            If you only want no new subscriptions to it, deprecate it instead.
          </p>
        }
        confirmLabel="Delete event type"
        onConfirm={async () => {
          await remove.mutateAsync(type);
          toast.success(`Deleted ${type}`);
          void setSearch({ event: null });
        }}
      />
    </div>
  );
}
