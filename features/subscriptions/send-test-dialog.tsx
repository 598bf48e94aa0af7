"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ErrorSummary } from "@/components/error-summary";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { FormatSample } from "@/features/deliveries/format-sample";
import { selectedTypes } from "@/features/event-types/event-selection";
import { eventTypeQuery, useTypeGroups } from "@/features/event-types/hooks";
import { typesOf } from "@/features/event-types/type-groups";
import { FORMATS } from "@/features/formats/formats";
import { isActive } from "@/features/subscription-states/states";
import { useSendTestEvent } from "@/features/subscriptions/hooks";
import type { Subscription } from "@/features/subscriptions/schema";
import { ApiError } from "@/lib/api-client";
import { parseJsonObject } from "@/lib/parse-json-object";
import { SendTestFields } from "./components/send-test-fields";
import { SendTestInactive } from "./components/send-test-inactive";
import { SendTestResult } from "./components/send-test-result";
import { targetHost } from "./components/target-host";

interface SendTestDialogProps {
  subscription: Subscription;
  /** Left out, the first that the subscription gets. */
  initialType?: string;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

/** Sends one event, marked as a test, and shows what became of it. */
export function SendTestDialog({ subscription, initialType, isOpen, onOpenChange }: SendTestDialogProps) {
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent size="lg">
        <DialogHeader>
          <DialogTitle>Send test event</DialogTitle>
          <DialogDescription>
            Goes to {targetHost(subscription.targetUrl)} only, is marked as a test and never retried.
          </DialogDescription>
        </DialogHeader>
        {isActive(subscription.status) ? (
          <SendTest subscription={subscription} initialType={initialType} />
        ) : (
          <SendTestInactive subscription={subscription} />
        )}
      </DialogContent>
    </Dialog>
  );
}

function SendTest({ subscription, initialType }: Pick<SendTestDialogProps, "subscription" | "initialType">) {
  const [chosen, setChosen] = useState<string | null>(initialType ?? null);
  const subscribed = selectedTypes(subscription.eventTypes, typesOf(useTypeGroups()));
  const type = chosen ?? subscribed[0] ?? "ticket.created";
  /** Edited samples by event type; kept when sent, so that the next test starts from them. */
  const [drafts, setDrafts] = useState<Record<string, string>>({});
  const [parseError, setParseError] = useState<string | null>(null);
  const sample = useQuery(eventTypeQuery(type));
  const send = useSendTestEvent(subscription.id);
  const text = drafts[type] ?? (sample.data ? JSON.stringify(sample.data.sample, null, 2) : "");

  function choose(next: string) {
    setChosen(next);
    clearErrors();
  }

  function edit(value: string | null) {
    const { [type]: _, ...others } = drafts;
    setDrafts(value === null ? others : { ...others, [type]: value });
    clearErrors();
  }

  function clearErrors() {
    setParseError(null);
    if (send.isError) send.reset();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    const parsed = parseData(text);
    setParseError(parsed.error);
    if (parsed.data && !send.isPending) send.mutate({ eventType: type, data: parsed.data });
  }

  return (
    <form
      className="flex min-h-0 flex-1 flex-col"
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit();
      }}
    >
      <DialogBody className="flex flex-col gap-4">
        <SendTestFields
          subscription={subscription}
          type={type}
          onTypeChange={choose}
          text={text}
          onTextChange={edit}
          isEdited={drafts[type] !== undefined}
          isLoading={sample.isPending}
          loadError={sample.error}
          error={parseError}
        />
        <Preview subscription={subscription} eventType={type} text={text} />
        <ErrorSummary
          title="The test was not sent"
          errors={sendErrors(send.error)}
          {...(send.isError ? { focusKey: send.submittedAt } : {})}
        />
        {send.data && <SendTestResult key={send.data.id} delivery={send.data} />}
      </DialogBody>
      <DialogFooter>
        <p className="mr-auto text-sm text-muted-foreground max-md:hidden">
          Sent with the saved settings. ⌘ or Ctrl + Enter sends.
        </p>
        <Button type="submit" variant="primary" isPending={send.isPending}>
          {send.data ? "Send again" : "Send"}
        </Button>
      </DialogFooter>
    </form>
  );
}

function Preview({
  subscription: { format, hasSecret },
  eventType,
  text,
}: {
  subscription: Subscription;
  eventType: string;
  text: string;
}) {
  const { data } = parseData(text);
  if (!data) return null;
  return (
    <details>
      <summary className="cursor-pointer text-sm font-medium">
        Request in the format {FORMATS[format].label}
      </summary>
      <div className="pt-3">
        <FormatSample
          format={format}
          eventType={eventType}
          data={JSON.stringify(data)}
          hasSecret={hasSecret}
        />
      </div>
    </details>
  );
}

function parseData(text: string): { data: Record<string, unknown> | null; error: string | null } {
  const parsed = parseJsonObject(text);
  if (parsed.value) return { data: parsed.value, error: null };
  const { syntaxError } = parsed;
  const error = syntaxError
    ? `Not valid JSON: ${syntaxError}.`
    : "The data must be a JSON object, in curly brackets.";
  return { data: null, error };
}

function sendErrors(error: Error | null) {
  if (!error) return [];
  if (!(error instanceof ApiError) || error.issues.length === 0) return [{ message: error.message }];
  return error.issues.map((issue) => ({
    message: issue.path ? `${issue.path.replace(/^data\./, "")}: ${issue.message}` : issue.message,
  }));
}
