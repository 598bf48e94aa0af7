import type { TranscriptEntry } from "@/components/transcript-types";
import { useCan, useMe } from "@/features/auth/hooks";
import type { Chat, Message } from "@/features/chats/schema";
import { MessageActions } from "./message-actions";
import type { UnsentMessage } from "./use-outbox";

const ROLES = { user: undefined, customer: "Customer", token: "API", system: "System" } as const;

/** The chat as a transcript: its start, what was said, what is on its way, its end. */
export function useChatEntries(chat: Chat, stored: Message[], unsent: UnsentMessage[]): TranscriptEntry[] {
  const me = useMe()?.user;
  const mayWrite = useCan("chats:write");
  const isOwn = ({ author }: Message) => author.type === "user" && author.id === String(me?.id);
  return [
    ...stored.map((message): TranscriptEntry => {
      if (message.deletedAt) return removed(message);
      return {
        id: message.id,
        at: message.createdAt,
        kind: "public",
        author: { name: message.author.name, role: ROLES[message.author.type] },
        body: message.body,
        side: message.author.type === "customer" ? "start" : "end",
        isOwn: isOwn(message),
        meta: message.editedAt && <span className="text-xs text-muted-foreground">edited</span>,
        actions: isOwn(message) && mayWrite && <MessageActions message={message} />,
      };
    }),
    ...unsent.map(
      ({ id, at, body, failure, onRetry, onDiscard }): TranscriptEntry => ({
        id,
        at,
        kind: "public",
        author: { name: me?.name ?? "You" },
        body,
        side: "end",
        isOwn: true,
        delivery:
          failure === null ? { state: "pending" } : { state: "failed", reason: failure, onRetry, onDiscard },
      }),
    ),
    ...(chat.endedAt
      ? [{ id: "ended", at: chat.endedAt, kind: "system" as const, text: "The chat ended" }]
      : []),
  ];
}

function removed({ id, author, deletedAt, createdAt }: Message): TranscriptEntry {
  return {
    id,
    at: deletedAt ?? createdAt,
    kind: "system",
    text: `${author.name} deleted a message`,
  };
}
