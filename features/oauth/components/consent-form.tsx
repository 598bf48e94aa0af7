"use client";

import { useActionState, useState } from "react";
import { FormAlert } from "@/components/form-alert";
import { Button } from "@/components/ui/button";
import type { ConsentState } from "@/features/oauth/actions";
import { answerConsent, answerDevice } from "@/features/oauth/actions";

interface ConsentFormProps {
  /** What the answer is about: the site that waits for its customer to come back, or a device that waits by itself. */
  to: "site" | "device";
  /** Goes along unseen. */
  hidden: Record<string, string>;
}

const START: ConsentState = { error: null };

/** Allow or cancel, of equal weight; a plain form that also works without JavaScript. */
export function ConsentForm({ to, hidden }: ConsentFormProps) {
  const [state, send, isPending] = useActionState(to === "site" ? answerConsent : answerDevice, START);
  const [chosen, setChosen] = useState("");
  return (
    <form action={send} className="flex flex-col gap-3">
      {state.error && <FormAlert attempt={state}>{state.error}</FormAlert>}
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="grid grid-cols-2 gap-3">
        {DECISIONS.map(({ value, label }) => (
          <Button
            key={value}
            type="submit"
            size="lg"
            name="decision"
            value={value}
            isPending={isPending && chosen === value}
            disabled={isPending && chosen !== value}
            onClick={() => setChosen(value)}
          >
            {label}
          </Button>
        ))}
      </div>
    </form>
  );
}

const DECISIONS = [
  { value: "deny", label: "Cancel" },
  { value: "allow", label: "Allow" },
];
