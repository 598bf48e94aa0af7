import type { DELIVERY_STATUSES } from "@/db/enums";

interface Shown {
  /** What the log's range is called in its address. */
  range?: string;
  from?: string;
  to?: string;
  status?: (typeof DELIVERY_STATUSES)[number];
}

export function deliveriesHref(shown: Shown = {}): string {
  const query = new URLSearchParams({ ...shown }).toString();
  return `/settings/api/deliveries${query && `?${query}`}`;
}

export function deliveryHref(id: string): string {
  return `/settings/api/deliveries/${id}`;
}
