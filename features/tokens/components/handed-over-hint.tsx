"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import Link from "next/link";
import { HANDED_OVER_QUERY, tokensQuery } from "@/features/tokens/hooks";
import { tokenListHref } from "@/features/tokens/search-params";

/** What somebody who left handed over to the viewer; silent once they have seen each new secret. */
export function HandedOverHint() {
  const { data } = useQuery(tokensQuery(HANDED_OVER_QUERY));
  const tokens = data?.data ?? [];
  if (tokens.length === 0) return null;
  return (
    <div className="flex items-start gap-2 rounded-lg bg-info-soft px-4 py-2.5 text-sm">
      <KeyRound aria-hidden className="mt-0.5 size-4 shrink-0 text-info" />
      <p>
        {tokens.length === 1 ? "A token was" : `${tokens.length} tokens were`} handed over to you. Open{" "}
        {tokens.length === 1 ? "it" : "each"} to see its new secret, once:{" "}
        {tokens.map(({ id, name }, index) => (
          <span key={id}>
            {index > 0 && ", "}
            <Link
              href={tokenListHref({ token: id })}
              className="inline-block min-h-6 wrap-anywhere text-link underline underline-offset-3"
            >
              {name}
            </Link>
          </span>
        ))}
      </p>
    </div>
  );
}
