"use client";

import { useQuery } from "@tanstack/react-query";
import { CopyButton } from "@/components/copy-button";
import { ErrorState } from "@/components/error-state";
import { KeyValues } from "@/components/key-values";
import { Time } from "@/components/time";
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
import { describeScopes } from "@/features/tokens/access";
import { tokenQuery } from "@/features/tokens/hooks";
import type { Token } from "@/features/tokens/schema";
import { RevokeTokenButton } from "./revoke-token-button";
import { TokenExpiry, TokenHint, TokenLastUse, TokenStatusPill } from "./token-status";
import type { useTokenSearch } from "./use-token-search";

interface TokenDrawerProps {
  list: ReturnType<typeof useTokenSearch>;
  /** The rows behind the drawer, to step through. */
  tokens: Token[];
}

export function TokenDrawer({ list, tokens }: TokenDrawerProps) {
  const id = list.search.token;
  const index = tokens.findIndex((token) => token.id === id);
  const neighbour = (offset: number) => {
    const token = index === -1 ? undefined : tokens[index + offset];
    return token && (() => list.step(token.id));
  };
  return (
    <Sheet open={id !== null} onOpenChange={(isOpen) => !isOpen && list.close()}>
      {id !== null && (
        <SheetContent>
          <TokenDetail
            key={id}
            id={id}
            listed={tokens[index]}
            pager={<SheetPager noun="token" onPrevious={neighbour(-1)} onNext={neighbour(1)} />}
          />
        </SheetContent>
      )}
    </Sheet>
  );
}

interface TokenDetailProps {
  id: string;
  listed: Token | undefined;
  pager: React.ReactNode;
}

function TokenDetail({ id, listed, pager }: TokenDetailProps) {
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
        {token && <TokenFacts token={token} />}
        {!token && error && (
          <ErrorState title="This token could not be loaded" error={error} onRetry={() => void refetch()} />
        )}
        {!token && !error && <Spinner label="Loading token" />}
      </SheetBody>
      {token && token.status !== "revoked" && (
        <SheetFooter>
          <RevokeTokenButton token={token} />
        </SheetFooter>
      )}
    </>
  );
}

function TokenFacts({ token }: { token: Token }) {
  return (
    <KeyValues
      items={[
        { label: "Token", value: <TokenHint token={token} /> },
        { label: "Can", value: describeScopes(token.scopes) ?? "do nothing" },
        { label: "Scopes", value: token.scopes.join(", "), isMono: true, copy: token.scopes.join(" ") },
        { label: "Last used", value: <TokenLastUse token={token} /> },
        ...(token.lastUsedRoute ? [{ label: "Last call", value: token.lastUsedRoute, isMono: true }] : []),
        ...(token.lastUsedIp ? [{ label: "From", value: token.lastUsedIp, isMono: true }] : []),
        { label: "Expires", value: <TokenExpiry token={token} /> },
        { label: "Made by", value: token.createdBy.name },
        { label: "Created", value: <Time value={token.createdAt} display="full" /> },
        ...(token.revokedAt
          ? [{ label: "Revoked", value: <Time value={token.revokedAt} display="full" /> }]
          : []),
        { label: "Token id", value: token.id, isMono: true, copy: token.id },
      ]}
    />
  );
}
