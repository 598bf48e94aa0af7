"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { Time } from "@/components/time";
import { onDemand } from "@/components/ui/on-demand";
import { type SubscriptionFormValues, toDraft } from "@/features/subscriptions/form-values";
import { previewQuery } from "@/features/subscriptions/hooks";
import { PREVIEW_DAYS } from "@/features/subscriptions/preview-days";
import type { PreviewSubscription, SubscriptionPreview } from "@/features/subscriptions/preview-schema";
import { formatCount } from "@/lib/format-number";
import { parseJson } from "@/lib/parse-json";

const DEBOUNCE_MS = 400;
const schemas = onDemand(() => import("@/features/subscriptions/preview-schema"));

/** How many recent events the settings would match, while they are typed. */
export function MatchPreview({ subscriptionId }: { subscriptionId: string | undefined }) {
  const draft = useDraft(subscriptionId);
  const preview = useQuery({ ...previewQuery(draft ?? {}), enabled: Boolean(draft), retry: false });
  return (
    <p role="status" className="text-sm text-muted-foreground">
      {draft === null ? (
        "Choose events, and complete the conditions, to see how many recent events match."
      ) : (
        <Sentence error={preview.error} preview={draft && preview.data} />
      )}
    </p>
  );
}

function Sentence({ error, preview }: { error: Error | null; preview: SubscriptionPreview | undefined }) {
  if (error) return error.message;
  if (!preview) return "Counting…";
  return (
    <>
      <strong className="font-medium text-foreground">{count(preview.matches)}</strong> of{" "}
      {preview.isCapped ? (
        <>
          the newest {count(preview.events)} events, since <Time value={preview.since} />,
        </>
      ) : (
        `the ${count(preview.events)} events of the last ${PREVIEW_DAYS} days`
      )}{" "}
      would match.
    </>
  );
}

function count(value: number): string {
  return formatCount(value);
}

/** What is typed, once it has been for a moment; null while it can't be tried, undefined while nobody knows. */
export function useDraft(subscriptionId: string | undefined): PreviewSubscription | null | undefined {
  const { control, getValues } = useFormContext<SubscriptionFormValues>();
  // Renders again with every change; what it returns may lack fields, unlike the values themselves.
  useWatch({ control });
  const text = JSON.stringify(toDraft(getValues(), subscriptionId));
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const hasEvents = getValues("eventTypes").length > 0;
  const schema = schemas.useParts(hasEvents)?.previewSubscriptionSchema;
  if (!hasEvents) return null;
  return schema && (schema.safeParse(parseJson(settled)).data ?? null);
}
