"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { Time } from "@/components/time";
import { type SubscriptionFormValues, toDraft } from "@/features/subscriptions/form-values";
import { previewQuery } from "@/features/subscriptions/hooks";
import {
  PREVIEW_DAYS,
  type PreviewSubscription,
  previewSubscriptionSchema,
  type SubscriptionPreview,
} from "@/features/subscriptions/preview-schema";
import { formatCount } from "@/lib/format-number";
import { parseJson } from "@/lib/parse-json";

const DEBOUNCE_MS = 400;

/** How many recent events the settings would match, while they are typed. */
export function MatchPreview({ subscriptionId }: { subscriptionId: string | undefined }) {
  const draft = useDraft(subscriptionId);
  const preview = useQuery({ ...previewQuery(draft ?? {}), enabled: draft !== null, retry: false });
  return (
    <p role="status" className="text-sm text-muted-foreground">
      {draft ? (
        <Sentence error={preview.error} preview={preview.data} />
      ) : (
        "Choose events, and complete the conditions, to see how many recent events match."
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

/** What is typed, once it has been for a moment; null while it can't be tried. */
export function useDraft(subscriptionId: string | undefined): PreviewSubscription | null {
  const { control, getValues } = useFormContext<SubscriptionFormValues>();
  // Renders again with every change; what it returns may lack fields, unlike the values themselves.
  useWatch({ control });
  const text = JSON.stringify(toDraft(getValues(), subscriptionId));
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return previewSubscriptionSchema.safeParse(parseJson(settled)).data ?? null;
}
