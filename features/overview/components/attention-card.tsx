"use client";

import { CircleCheck, CircleX, Info, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { Countdown, Time } from "@/components/time";
import { attentionText } from "@/features/overview/attention-text";
import { attentionQuery } from "@/features/overview/hooks";
import type { Attention } from "@/features/overview/schema";
import { QueryCard } from "./query-card";

const ICONS = {
  danger: <CircleX className="text-danger" />,
  warning: <TriangleAlert className="text-warning" />,
  info: <Info className="text-info" />,
};

/** What is broken or about to be, each with the one thing to do about it. */
export function AttentionCard() {
  return (
    <QueryCard title="Needs attention" query={attentionQuery} skeletonClassName="h-9 w-full">
      {({ data }) =>
        data.length === 0 ? (
          <p className="flex items-center gap-2 text-sm">
            <CircleCheck aria-hidden className="size-4 text-success" />
            All healthy: nothing failed, was refused, is held up or about to expire.
          </p>
        ) : (
          <ul className="flex flex-col divide-y divide-border">
            {data.map((item) => (
              <AttentionLine key={`${item.kind}:${item.id}`} item={item} />
            ))}
          </ul>
        )
      }
    </QueryCard>
  );
}

function AttentionLine({ item }: { item: Attention }) {
  const { tone, sentence, atWord, action } = attentionText(item);
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 py-2 text-sm first:pt-0 last:pb-0">
      <span aria-hidden className="flex h-5 items-center [&_svg]:size-4">
        {ICONS[tone]}
      </span>
      <p className="min-w-0 flex-1 basis-64 text-pretty wrap-anywhere">
        {sentence}{" "}
        {item.at && atWord && (
          <span className="text-muted-foreground">
            {atWord} <Moment at={item.at} />
          </span>
        )}
      </p>
      <Link
        href={action.href}
        prefetch={false}
        className="rounded-sm font-medium text-link underline decoration-1 underline-offset-3 hover:decoration-2"
      >
        {action.label}
        <span className="sr-only">: {sentence}</span>
      </Link>
    </li>
  );
}

function Moment({ at }: { at: string }) {
  const isAhead = new Date(at).getTime() > Date.now();
  return isAhead ? (
    <>
      in <Countdown to={at} />
    </>
  ) : (
    <Time value={at} />
  );
}
