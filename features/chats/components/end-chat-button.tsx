"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Time } from "@/components/time";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useEndChat } from "@/features/chats/hooks";
import type { Chat } from "@/features/chats/schema";
import { chatName } from "./chat-name";

export function EndChatButton({ chat }: { chat: Chat }) {
  const [isAsking, setIsAsking] = useState(false);
  const end = useEndChat(chat.id);
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>End chat</Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={`End the chat with ${chatName(chat)}?`}
        description={
          <>
            The last message came <Time value={chat.lastMessageAt} />. Nobody can write here any more; it can
            still be read and turned into a ticket.
          </>
        }
        confirmLabel="End chat"
        tone="default"
        onConfirm={async () => {
          await end.mutateAsync();
          toast.success("Chat ended");
        }}
      />
    </>
  );
}
