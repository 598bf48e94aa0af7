"use client";

import { CircleCheck, CircleX } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";
import { describeCondition } from "@/features/event-filter/describe";
import { selectedTypes } from "@/features/event-types/event-selection";
import { useTypeGroups } from "@/features/event-types/hooks";
import { typesOf } from "@/features/event-types/type-groups";
import { useCheckSubscription } from "@/features/subscriptions/hooks";
import type { SubscriptionCheck } from "@/features/subscriptions/preview-schema";
import { parseJsonObject } from "@/lib/parse-json-object";
import { useDraft } from "./match-preview";

const EVENT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Would this event match? For one that was published, or for pasted data, which has no team, account or sequence. */
export function MatchCheck({ subscriptionId }: { subscriptionId: string | undefined }) {
  const draft = useDraft(subscriptionId);
  const check = useCheckSubscription();
  const [text, setText] = useState("");
  const [type, setType] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const types = selectedTypes(draft?.eventTypes ?? [], typesOf(useTypeGroups()));
  const isId = EVENT_ID.test(text.trim());

  function run() {
    const data = isId ? null : parseJsonObject(text).value;
    const found = problemOf(Boolean(draft), isId || data !== null);
    setProblem(found);
    if (found || !draft) return check.reset();
    const chosen = types.includes(type) ? type : (types[0] ?? "");
    check.mutate({ ...draft, event: data ? { type: chosen, data } : { id: text.trim() } });
  }

  return (
    <details className="text-sm">
      <summary className="w-fit cursor-pointer rounded-sm font-medium">Would this event match?</summary>
      <div className="flex flex-col gap-3 pt-3">
        <Field
          label="Event"
          hint="The id of an event, or data in JSON."
          error={problem ?? check.error?.message}
        >
          <Textarea
            rows={4}
            spellCheck={false}
            className="font-mono text-xs"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        {!isId && types.length > 1 && (
          <Field label="Event type of the data">
            <NativeSelect value={type || types[0]} onChange={(event) => setType(event.target.value)}>
              {types.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </NativeSelect>
          </Field>
        )}
        <Button size="sm" className="self-start" isPending={check.isPending} onClick={run}>
          Check
        </Button>
        <div role="status">
          {check.data && <Verdict result={check.data} isPasted={!("id" in check.variables.event)} />}
        </div>
      </div>
    </details>
  );
}

function problemOf(hasDraft: boolean, hasEvent: boolean): string | null {
  if (!hasDraft) return "Choose events and complete the conditions first.";
  return hasEvent ? null : "Give the id of an event, or a JSON object.";
}

function Verdict({ result, isPasted }: { result: SubscriptionCheck; isPasted: boolean }) {
  const isMatch = isPasted ? result.type && result.filter : result.isMatch;
  return (
    <div className="flex flex-col gap-2">
      <p className="font-medium">{isMatch ? "It would match." : "It would not match."}</p>
      <ul className="flex flex-col gap-1">
        <Line holds={result.type}>The event type is chosen</Line>
        {!isPasted && <Line holds={result.level}>The scope matches</Line>}
        {result.conditions.map(({ holds, ...condition }) => (
          <Line key={describeCondition(condition)} holds={holds}>
            {describeCondition(condition)}
          </Line>
        ))}
      </ul>
    </div>
  );
}

function Line({ holds, children }: { holds: boolean; children: ReactNode }) {
  const Icon = holds ? CircleCheck : CircleX;
  return (
    <li className="flex items-start gap-1.5">
      <Icon
        aria-hidden
        className={holds ? "mt-0.5 size-4 shrink-0 text-success" : "mt-0.5 size-4 shrink-0 text-danger"}
      />
      <span className="wrap-anywhere">
        {children}
        <span className="text-muted-foreground">: {holds ? "yes" : "no"}</span>
      </span>
    </li>
  );
}
