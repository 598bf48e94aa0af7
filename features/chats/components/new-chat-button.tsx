"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useHotkey } from "@/components/hotkeys";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { useCan } from "@/features/auth/hooks";
import { chatHref } from "@/features/chats/links";
import { NewChatForm } from "./new-chat-form";

export function NewChatButton() {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
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
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        <DialogContent size="sm">
          <DialogHeader>
            <DialogTitle>New chat</DialogTitle>
          </DialogHeader>
          <NewChatForm
            onClose={() => setIsOpen(false)}
            onStarted={(id) => {
              setIsOpen(false);
              router.push(chatHref(id));
            }}
          />
        </DialogContent>
      </Dialog>
    </>
  );
}
