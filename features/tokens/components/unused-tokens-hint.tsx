"use client";

import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { tokensQuery, UNUSED_QUERY } from "@/features/tokens/hooks";
import { tokenListHref } from "@/features/tokens/search-params";
import { UNUSED_DAYS } from "@/features/tokens/statuses";

/** Advice above the list; silent while everything is in use. */
export function UnusedTokensHint() {
  const { data } = useQuery(tokensQuery(UNUSED_QUERY));
  const count = data?.data.length ?? 0;
  if (count === 0) return null;
  const amount = data?.nextCursor ? `More than ${count}` : String(count);
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-lg bg-warning-soft px-4 py-2.5 text-sm">
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-warning" />
      {amount} {count === 1 ? "token has" : "tokens have"} not been used for {UNUSED_DAYS} days, or not at
      all.
      <Link
        href={tokenListHref({ unused: "true" })}
        className="inline-flex min-h-6 items-center text-link underline underline-offset-3"
      >
        Show {count === 1 ? "it" : "them"}
      </Link>
    </p>
  );
}
