"use client";

import { CreateLink } from "@/components/create-link";
import { NO_CATALOG_REASON } from "@/features/event-types/hooks";
import { newEventTypeHref } from "@/features/event-types/links";
import { useCanChangeCatalog } from "./use-can-change-catalog";

export function AddEventTypeLink() {
  return (
    <CreateLink
      href={newEventTypeHref()}
      label="Add event type"
      isAllowed={useCanChangeCatalog()}
      refusal={NO_CATALOG_REASON}
    />
  );
}
