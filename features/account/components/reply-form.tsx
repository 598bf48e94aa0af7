"use client";

import { type FormEvent, useActionState, useRef, useState, useTransition } from "react";
import { writeDraft } from "@/components/composer-draft";
import { ErrorSummary } from "@/components/error-summary";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { replyToTicketOfAccount } from "@/features/account/actions";
import { type AccountFormState, LONG_TEXT_MAX, START } from "@/features/customer-accounts/form-state";
import { randomId } from "@/lib/random-id";
import { DraftTextarea } from "./draft-textarea";

interface ReplyFormProps {
  ticketId: string;
  /** This form's own: sent twice, it writes one answer. */
  formKey: string;
  draftKey: string;
  hint?: string | undefined;
}

/** Also works without JavaScript. With it, what was typed stays until it has arrived, whatever becomes of the connection. */
export function ReplyForm({ ticketId, formKey, draftKey, hint }: ReplyFormProps) {
  const [key, setKey] = useState(formKey);
  const textarea = useRef<HTMLTextAreaElement>(null);
  const [posted, post] = useActionState(replyToTicketOfAccount, START);
  const [sent, setSent] = useState<AccountFormState | null>(null);
  const [isPending, startSending] = useTransition();
  const state = sent ?? posted;

  function keep(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isPending) return;
    const form = new FormData(event.currentTarget);
    startSending(async () => setSent(await send(form)));
  }

  async function send(form: FormData): Promise<AccountFormState> {
    try {
      const next = await replyToTicketOfAccount(state, form);
      if (next.isSent) startOver();
      return next;
    } catch {
      const error = "The answer did not get through. Check your connection, then send it again.";
      return { ...START, tries: state.tries + 1, error };
    }
  }

  function startOver() {
    setKey(randomId());
    writeDraft(draftKey, { body: "", mode: null });
    if (textarea.current) textarea.current.value = "";
  }

  return (
    <form action={post} onSubmit={keep} noValidate className="flex flex-col gap-3">
      <ErrorSummary errors={summaryOf(state)} focusKey={state.tries} />
      <input type="hidden" name="key" value={key} />
      <input type="hidden" name="ticketId" value={ticketId} />
      <Field
        id="body"
        label="Your answer"
        hint={hint}
        error={state.issues.find(({ path }) => path === "body")?.message}
      >
        <DraftTextarea
          ref={textarea}
          draftKey={draftKey}
          name="body"
          rows={4}
          maxLength={LONG_TEXT_MAX}
          defaultValue={state.isSent ? "" : state.values.body}
        />
      </Field>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" size="lg" isPending={isPending}>
          Send answer
        </Button>
        <p role="status" className="text-sm text-muted-foreground">
          {state.isSent && !isPending && "Your answer was sent."}
        </p>
      </div>
    </form>
  );
}

function summaryOf({ error, issues }: AccountFormState) {
  if (error) return [{ message: error }];
  return issues.map(({ path, message }) => ({ fieldId: path, message }));
}
