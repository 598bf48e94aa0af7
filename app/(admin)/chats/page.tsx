import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { ChatsScreen } from "@/features/chats/components/chats-screen";
import { NewChatButton } from "@/features/chats/components/new-chat-button";
import { chatQuery, readChatsQuery, unreadChatsQuery } from "@/features/chats/hooks";
import { getChat, listChats } from "@/features/chats/queries";
import { listChatsQuerySchema } from "@/features/chats/schema";
import { filtersOf, loadChatSearch } from "@/features/chats/search-params";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Chats" };

export default async function ChatsPage({ searchParams }: PageProps<"/chats">) {
  const ctx = await requireContext();
  if (!ctx.permissions.has("chats:read")) {
    return (
      <>
        <PageHeader title="Chats" />
        <MissingPermission scope="chats:read" action="see chats" />
      </>
    );
  }
  const search = await loadChatSearch(searchParams);
  const filters = filtersOf(search);
  const { conv } = search;
  const list = (unread: "true" | "false") =>
    listChats(ctx, listChatsQuerySchema.parse({ ...filters, unread }));
  const queryClient = createQueryClient();
  await Promise.all([
    queryClient.prefetchQuery({ ...unreadChatsQuery(filters), queryFn: () => list("true") }),
    queryClient.prefetchInfiniteQuery({ ...readChatsQuery(filters), queryFn: () => list("false") }),
    conv && queryClient.prefetchQuery({ ...chatQuery(conv), queryFn: () => getChat(ctx, conv) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader title="Chats" actions={<NewChatButton />} />
      <ChatsScreen />
    </HydrationBoundary>
  );
}
