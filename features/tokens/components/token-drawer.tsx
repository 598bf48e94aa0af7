"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CopyButton } from "@/components/copy-button";
import { ErrorState } from "@/components/error-state";
import {
  Sheet,
  SheetBody,
  SheetContent,
  SheetFooter,
  SheetHeader,
  SheetPager,
  SheetTitle,
} from "@/components/ui/sheet";
import { Spinner } from "@/components/ui/spinner";
import { tokenQuery, useRefreshTokens } from "@/features/tokens/hooks";
import type { CreatedToken, Token } from "@/features/tokens/schema";
import { OverlapBanner } from "./overlap-banner";
import { TokenActions } from "./token-actions";
import { TokenFacts } from "./token-facts";
import { TokenReveal } from "./token-reveal";
import { TokenStatusPill } from "./token-status";
import { TokenUseChart } from "./token-use-chart";

interface TokenDrawerProps {
  /** The token that is open. */
  id: string | null;
  /** Stepping through the list inside the drawer is one visit for the Back button, and replaces. */
  onShow(id: string | null, history: "push" | "replace"): void;
  /** The rows behind the drawer, to step through. */
  tokens: Token[];
  apiOrigin: string;
}

export function TokenDrawer({ id, onShow, tokens, apiOrigin }: TokenDrawerProps) {
  // Kept above the drawer: neither stepping through the list nor closing the drawer may take a new token away unseen.
  const [rotated, setRotated] = useState<CreatedToken | null>(null);
  const refresh = useRefreshTokens();
  const index = tokens.findIndex((token) => token.id === id);
  const neighbour = (offset: number) => {
    const token = index === -1 ? undefined : tokens[index + offset];
    return token && (() => onShow(token.id, "replace"));
  };
  return (
    <>
      <Sheet open={id !== null} onOpenChange={(isOpen) => !isOpen && onShow(null, "push")}>
        {id !== null && (
          <SheetContent>
            <TokenDetail
              key={id}
              id={id}
              listed={tokens[index]}
              pager={<SheetPager noun="token" onPrevious={neighbour(-1)} onNext={neighbour(1)} />}
              onRotated={setRotated}
            />
          </SheetContent>
        )}
      </Sheet>
      {rotated && (
        <TokenReveal
          created={rotated}
          apiOrigin={apiOrigin}
          isRotated
          onClose={() => {
            setRotated(null);
            void refresh();
          }}
        />
      )}
    </>
  );
}

interface TokenDetailProps {
  id: string;
  listed: Token | undefined;
  pager: React.ReactNode;
  onRotated(rotated: CreatedToken): void;
}

function TokenDetail({ id, listed, pager, onRotated }: TokenDetailProps) {
  const { data: token, error, refetch } = useQuery({ ...tokenQuery(id), placeholderData: listed });
  return (
    <>
      <SheetHeader>
        <SheetTitle className="wrap-anywhere">{token?.name ?? "Token"}</SheetTitle>
        <div className="flex flex-wrap items-center gap-2">
          {token && <TokenStatusPill token={token} />}
          <span className="ml-auto flex items-center gap-1">
            <CopyButton
              value={`${location.origin}${location.pathname}?token=${id}`}
              noun="Link"
              label="Copy link"
            />
            {pager}
          </span>
        </div>
      </SheetHeader>
      <SheetBody>
        {token && (
          <div className="flex flex-col gap-5">
            <OverlapBanner token={token} />
            <TokenFacts token={token} />
            <TokenUseChart id={id} />
          </div>
        )}
        {!token && error && (
          <ErrorState title="This token could not be loaded" error={error} onRetry={() => void refetch()} />
        )}
        {!token && !error && <Spinner label="Loading token" />}
      </SheetBody>
      {token && token.status !== "revoked" && (
        <SheetFooter>
          <TokenActions token={token} onRotated={onRotated} />
        </SheetFooter>
      )}
    </>
  );
}
