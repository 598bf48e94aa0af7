"use client";

import { CreateLink } from "@/components/create-link";
import { EVENT_CATALOG_HREF, NO_CATALOG_REASON } from "./event-type-links";
import { useCanChangeCatalog } from "./use-can-change-catalog";

export function AddEventTypeLink() {
  return (
    <CreateLink
      href={`${EVENT_CATALOG_HREF}/new`}
      label="Add event type"
      isAllowed={useCanChangeCatalog()}
      refusal={NO_CATALOG_REASON}
    />
  );
}
