"use client";

import { type ComponentProps, type RefObject, useEffect, useRef } from "react";
import { forgetDraft, readDraft, writeDraft } from "@/components/composer-draft";
import { Textarea } from "@/components/ui/textarea";

interface DraftTextareaProps extends Omit<ComponentProps<typeof Textarea>, "ref"> {
  ref?: RefObject<HTMLTextAreaElement | null>;
  /** Names the account, too: whoever signs in next in this browser gets none of it. */
  draftKey: string;
}

/** Keeps what is typed, also when a sign-out or a lost connection takes the page away, until it is forgotten. */
export function DraftTextarea({ draftKey, ref, ...props }: DraftTextareaProps) {
  const own = useRef<HTMLTextAreaElement>(null);
  const textarea = ref ?? own;
  useEffect(() => {
    if (textarea.current?.value === "") textarea.current.value = readDraft(draftKey).body;
  }, [draftKey, textarea]);
  return (
    <Textarea
      ref={textarea}
      onInput={({ currentTarget }) => writeDraft(draftKey, { body: currentTarget.value, mode: null })}
      {...props}
    />
  );
}

/** On the page that shows what has arrived. */
export function ForgetDraft({ draftKey, sent }: { draftKey: string; sent: string }) {
  useEffect(() => forgetDraft(draftKey, sent), [draftKey, sent]);
  return null;
}
