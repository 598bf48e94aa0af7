"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { Time } from "@/components/time";
import { Button } from "@/components/ui/button";
import { recentPayloadsQuery } from "@/features/incoming-webhooks/hooks";
import type { RecentPayloads } from "@/features/incoming-webhooks/recent-payloads-schema";

/** What a mapping is tried on. */
export interface Sample {
  text: string;
  headers: RecentPayloads["samples"][number]["headers"];
  /** That came beside it in a form. */
  files: RecentPayloads["samples"][number]["files"];
}

interface RecentPayloadsProps {
  webhookId: string;
  onChoose(sample: Sample): void;
}

/** What came of late, to try the mapping on. */
export function RecentPayloadButtons({ webhookId, onChoose }: RecentPayloadsProps) {
  const { data } = useQuery(recentPayloadsQuery(webhookId));
  const labelId = useId();
  if (!data || data.samples.length === 0) return null;
  return (
    <div className="flex flex-col gap-1.5">
      <p id={labelId} className="text-sm text-muted-foreground">
        Try it on a request that came:
      </p>
      <ul aria-labelledby={labelId} className="flex flex-wrap gap-1.5">
        {data.samples.map(({ requestId, createdAt, body, headers, files }) => (
          <li key={requestId}>
            <Button size="sm" onClick={() => onChoose({ text: pretty(body), headers, files })}>
              <Time value={createdAt} />
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Digits stay as they came: only a short text is written anew, and only where that keeps it. */
function pretty(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    return JSON.stringify(value) === body ? JSON.stringify(value, null, 2) : body;
  } catch {
    return body;
  }
}
