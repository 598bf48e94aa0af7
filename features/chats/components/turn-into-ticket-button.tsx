"use client";

import { Ticket } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useTurnIntoTicket } from "@/features/chats/hooks";
import type { Chat } from "@/features/chats/schema";
import { loadCode } from "@/lib/load-code";

export function TurnIntoTicketButton({ chat }: { chat: Chat }) {
  const [isAsking, setIsAsking] = useState(false);
  const [subject, setSubject] = useState(chat.subject ?? "");
  const turn = useTurnIntoTicket(chat.id);
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>
        <Ticket aria-hidden />
        Turn into ticket
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title="Turn this chat into a ticket?"
        description="The conversation so far becomes the ticket's text and comments. The chat goes on."
        confirmLabel="Create ticket"
        tone="default"
        onConfirm={async () => {
          const { turnIntoTicketSchema } = await loadCode(() => import("@/features/chats/schema"));
          const parsed = turnIntoTicketSchema.safeParse(subject.trim() ? { subject } : {});
          if (!parsed.success) throw new Error(parsed.error.issues[0]?.message);
          const { number } = await turn.mutateAsync(parsed.data.subject);
          toast.success(`Ticket #${number} created`);
        }}
      >
        <Field label="Subject" isOptional hint="Left empty, the first message becomes the subject.">
          <Input value={subject} maxLength={300} onChange={(event) => setSubject(event.target.value)} />
        </Field>
      </ConfirmDialog>
    </>
  );
}
