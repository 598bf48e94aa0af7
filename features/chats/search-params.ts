import { createLoader, type inferParserType, parseAsStringLiteral } from "nuqs/server";
import { parseAsUuid } from "@/components/search-params";
import type { ChatFilters } from "@/features/chats/hooks";

/** The screen's state in the URL. What it does not understand counts as not set. */
export const chatSearchParams = {
  /** The chat that is open. */
  conv: parseAsUuid,
  status: parseAsStringLiteral(["ended", "all"] as const),
  assignee: parseAsStringLiteral(["me", "none"] as const),
};

export const loadChatSearch = createLoader(chatSearchParams);

type ChatSearch = inferParserType<typeof chatSearchParams>;

/** Open chats unless told. */
export function filtersOf({ status, assignee }: Pick<ChatSearch, "status" | "assignee">): ChatFilters {
  return {
    status: status === "all" ? undefined : (status ?? "open"),
    assigneeId: assignee ?? undefined,
  };
}
