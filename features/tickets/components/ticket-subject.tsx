"use client";

import { Pencil } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useHydrated } from "@/components/use-hydrated";
import type { Ticket } from "@/features/tickets/schema";
import { loadCode } from "@/lib/load-code";
import type { TicketEdit } from "./use-ticket-edit";

interface SubjectEditorProps {
  ticket: Ticket;
  edit: TicketEdit;
}

/** The subject as a field in the header's place of it, and the button that leads there and has the focus again afterwards. */
export function useSubjectEditor({ ticket, edit }: SubjectEditorProps) {
  const isHydrated = useHydrated();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const wasOpen = useRef(false);

  useEffect(() => {
    if (wasOpen.current && !isOpen) button.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);

  useFreshTitle(ticket.subject);

  return {
    editor: isOpen && <SubjectEditor ticket={ticket} edit={edit} onClose={() => setIsOpen(false)} />,
    button: !isOpen && (
      <Button ref={button} variant="ghost" size="sm" disabled={!isHydrated} onClick={() => setIsOpen(true)}>
        <Pencil aria-hidden />
        <span className="max-md:sr-only">Edit subject</span>
      </Button>
    ),
  };
}

/** The browser's tab is named by the server. */
function useFreshTitle(subject: string): void {
  const router = useRouter();
  const named = useRef(subject);
  useEffect(() => {
    if (named.current === subject) return;
    named.current = subject;
    router.refresh();
  }, [subject, router]);
}

function SubjectEditor({ ticket, edit, onClose }: SubjectEditorProps & { onClose(): void }) {
  const [text, setText] = useState(ticket.subject);
  const [error, setError] = useState<string | null>(null);
  // A colleague's subject that came since the writing began is not to be written over unasked.
  const [base] = useState(ticket);
  const field = useRef<HTMLInputElement>(null);
  const [isPending, setIsPending] = useState(false);

  useEffect(() => field.current?.select(), []);

  function fail(message: string) {
    setError(message);
    field.current?.focus();
  }

  async function save() {
    const { subjectSchema } = await loadCode(() => import("@/features/tickets/schema"));
    const parsed = subjectSchema.safeParse(text);
    if (!parsed.success) return fail(parsed.error.issues[0]?.message ?? "This can't be a subject.");
    const isChanged = parsed.data !== base.subject;
    const seen = ticket.subject === base.subject ? ticket : base;
    if (!isChanged || (await edit.save({ subject: parsed.data }, seen))) onClose();
  }

  function send(event: FormEvent) {
    event.preventDefault();
    if (isPending || edit.isPending) return;
    setIsPending(true);
    save()
      .catch((cause: Error) => fail(cause.message))
      .finally(() => setIsPending(false));
  }

  function cancelByKey(event: KeyboardEvent) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    onClose();
  }

  return (
    <form
      noValidate
      aria-label="Subject"
      className="flex w-full max-w-2xl flex-wrap items-start gap-2"
      onSubmit={send}
    >
      <Field label="Subject" isLabelHidden error={error} className="min-w-0 flex-1 basis-64">
        <Input
          ref={field}
          value={text}
          maxLength={300}
          autoComplete="off"
          onChange={(event) => {
            setText(event.target.value);
            setError(null);
          }}
          onKeyDown={cancelByKey}
        />
      </Field>
      <div className="flex gap-2">
        <Button type="submit" variant="primary" isPending={isPending || edit.isPending}>
          Save
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}
