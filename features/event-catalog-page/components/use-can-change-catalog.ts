import { useMe } from "@/features/auth/hooks";
import { mayChangeCatalog } from "@/features/event-types/may-change-catalog";

/** For showing only: the server decides again. */
export function useCanChangeCatalog(): boolean {
  return mayChangeCatalog(new Set(useMe()?.permissions));
}
