"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useHotkey } from "@/components/hotkeys";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { onDemand } from "@/components/ui/on-demand";
import { useCan } from "@/features/auth/hooks";
import { chatHref } from "@/features/chats/links";

const forms = onDemand(() => import("./new-chat-form"));

export function NewChatButton() {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const parts = forms.useParts(isOpen);
  const mayWrite = useCan("chats:write");
  useHotkey("c", () => mayWrite && setIsOpen(true), { label: "New chat" });
  if (!mayWrite) {
    return (
      <p className="text-sm text-muted-foreground">Your role can't start chats. An admin can change it.</p>
    );
  }
  return (
    <>
      <Button variant="primary" onClick={() => setIsOpen(true)}>
        <Plus aria-hidden />
        New chat
      </Button>
      <Dialog open={isOpen && parts !== undefined} onOpenChange={setIsOpen}>
        <DialogContent size="sm">
          <DialogHeader>
            <DialogTitle>New chat</DialogTitle>
          </DialogHeader>
          {parts && (
            <parts.NewChatForm
              onClose={() => setIsOpen(false)}
              onStarted={(id) => {
                setIsOpen(false);
                router.push(chatHref(id));
              }}
            />
          )}
        </DialogContent>
      </Dialog>
    </>
  );
}
