"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { useDeleteMessage, useEditMessage } from "@/features/chats/hooks";
import type { Message } from "@/features/chats/schema";
import { loadCode } from "@/lib/load-code";

/** For the reader's own messages. */
export function MessageActions({ message }: { message: Message }) {
  const [dialog, setDialog] = useState<"edit" | "delete" | null>(null);
  const [body, setBody] = useState(message.body);
  const edit = useEditMessage(message.chatId, message.id);
  const remove = useDeleteMessage(message.chatId);
  const close = (isOpen: boolean) => !isOpen && setDialog(null);
  return (
    <>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label="Edit message"
        title="Edit message"
        onClick={() => {
          setBody(message.body);
          setDialog("edit");
        }}
      >
        <Pencil aria-hidden />
      </Button>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label="Delete message"
        title="Delete message"
        onClick={() => setDialog("delete")}
      >
        <Trash2 aria-hidden />
      </Button>
      <ConfirmDialog
        isOpen={dialog === "edit"}
        onOpenChange={close}
        title="Edit message"
        description="The conversation shows that it was edited."
        confirmLabel="Save message"
        tone="default"
        onConfirm={async () => {
          const { updateMessageSchema } = await loadCode(() => import("@/features/chats/schema"));
          const parsed = updateMessageSchema.safeParse({ body });
          if (!parsed.success) throw new Error(parsed.error.issues[0]?.message);
          await edit.mutateAsync(parsed.data.body);
        }}
      >
        <Field label="Message">
          <Textarea dir="auto" value={body} onChange={(event) => setBody(event.target.value)} />
        </Field>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={dialog === "delete"}
        onOpenChange={close}
        title="Delete this message?"
        description="Its text is removed for good, for the customer too. The conversation shows that there was a message."
        confirmLabel="Delete message"
        onConfirm={async () => {
          await remove.mutateAsync(message.id);
          toast.success("Message deleted");
        }}
      />
    </>
  );
}
