"use client";

import { Lock } from "lucide-react";
import Link from "next/link";
import { EmptyState } from "@/components/empty-state";
import { Button } from "@/components/ui/button";
import { tokensHref } from "@/features/tokens/links";
import type { Token } from "@/features/tokens/schema";
import type { Scope } from "@/lib/scopes";
import { EditTokenForm } from "./edit-token-form";
import { useTokenRights } from "./use-token-rights";

/** The form, or the reason why this token can't be changed. */
export function TokenEditor({ token, held }: { token: Token; held: Scope[] }) {
  const { isOwner, changeRefusal } = useTokenRights(token);
  const reason =
    token.status === "revoked" ? "It is revoked, which is for good. Create a new one." : changeRefusal;
  if (reason === null) return <EditTokenForm token={token} held={held} isOwner={isOwner} />;
  return (
    <EmptyState
      icon={<Lock />}
      title="This token can't be changed"
      description={reason}
      actions={
        <Button asChild>
          <Link href={tokensHref()}>Open tokens</Link>
        </Button>
      }
      className="rounded-lg border border-border bg-card"
    />
  );
}
