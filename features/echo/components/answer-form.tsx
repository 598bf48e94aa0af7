"use client";

import { useState } from "react";
import { Card } from "@/components/card";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { useCan } from "@/features/auth/hooks";
import { ECHO_STATUSES } from "@/features/echo/answer-statuses";
import { answerText } from "@/features/echo/answer-text";
import { NO_WRITE_REASON, useUpdateEchoReceiver } from "@/features/echo/hooks";
import type { EchoAnswer, EchoReceiver } from "@/features/echo/schema";

const STATUS_LABELS: Record<EchoAnswer["status"], string> = {
  200: "200 OK",
  400: "400 Bad Request",
  410: "410 Gone (disables the subscription)",
  429: "429 Too Many Requests",
  500: "500 Internal Server Error",
};
const DELAYS = [0, 2, 5, 12];
const RETRY_AFTERS = [null, 5, 30, 120];
const COUNTS = [null, 1, 2, 3, 5, 10, 20];

/** What a receiver answers: fail on purpose, to see retries, the circuit breaker and the dead letter at work. */
export function AnswerForm({ receiver }: { receiver: EchoReceiver }) {
  const canWrite = useCan("subscriptions:write");
  const update = useUpdateEchoReceiver(receiver.id);
  // What is over counts for nothing: the form then starts from an answer of 200.
  const [draft, setDraft] = useState<EchoAnswer>(() =>
    receiver.answer.left === 0
      ? { ...receiver.answer, status: 200, delaySeconds: 0, left: null }
      : receiver.answer,
  );
  const set = (change: Partial<EchoAnswer>) => setDraft({ ...draft, ...change });

  function save() {
    const answer = { ...draft, retryAfterSeconds: draft.status === 429 ? draft.retryAfterSeconds : null };
    update.mutate(
      { answer },
      {
        onSuccess: ({ answer: saved }) => toast.success(answerText(saved)),
        onError: (error) => toast.error(error.message),
      },
    );
  }

  return (
    <Card title="What it answers">
      <p role="status" className="text-sm text-muted-foreground">
        {answerText(receiver.answer)}
      </p>
      <form
        className="mt-3 flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <fieldset disabled={!canWrite} className="contents">
          <legend className="sr-only">What it answers</legend>
          <Field label="Status" isOptional={false} className="max-md:w-full">
            <NativeSelect
              value={draft.status}
              onChange={({ target }) =>
                set({ status: ECHO_STATUSES.find((one) => String(one) === target.value) ?? 200 })
              }
            >
              {ECHO_STATUSES.map((status) => (
                <option key={status} value={status}>
                  {STATUS_LABELS[status]}
                </option>
              ))}
            </NativeSelect>
          </Field>
          {draft.status === 429 && (
            <Choice
              label="Retry-After"
              choices={RETRY_AFTERS}
              value={draft.retryAfterSeconds}
              textOf={(seconds) => (seconds === null ? "None" : `${seconds} s`)}
              onChange={(retryAfterSeconds) => set({ retryAfterSeconds })}
            />
          )}
          <Choice
            label="Delay"
            choices={DELAYS}
            value={draft.delaySeconds}
            textOf={delayText}
            onChange={(delaySeconds) => set({ delaySeconds: delaySeconds ?? 0 })}
          />
          <Choice
            label="For"
            choices={COUNTS}
            value={draft.left}
            textOf={countText}
            onChange={(left) => set({ left })}
          />
          <Button type="submit" isPending={update.isPending}>
            Save answer
          </Button>
        </fieldset>
      </form>
      {!canWrite && <p className="mt-2 text-sm text-muted-foreground">{NO_WRITE_REASON}</p>}
    </Card>
  );
}

interface ChoiceProps {
  label: string;
  choices: (number | null)[];
  value: number | null;
  textOf(choice: number | null): string;
  onChange(choice: number | null): void;
}

/** One of some numbers; what the API set stands among them. */
function Choice({ label, choices, value, textOf, onChange }: ChoiceProps) {
  const all = choices.includes(value) ? choices : [...choices, value];
  return (
    <Field label={label} className="max-md:w-full">
      <NativeSelect
        value={String(value)}
        onChange={({ target }) => onChange(all.find((one) => String(one) === target.value) ?? null)}
      >
        {all.map((one) => (
          <option key={String(one)} value={String(one)}>
            {textOf(one)}
          </option>
        ))}
      </NativeSelect>
    </Field>
  );
}

function delayText(seconds: number | null): string {
  if (!seconds) return "None";
  return seconds >= 10 ? `${seconds} s (a delivery gives up after 10 s)` : `${seconds} s`;
}

function countText(count: number | null): string {
  if (count === null) return "Every request";
  return count === 1 ? "The next request" : `The next ${count} requests`;
}
