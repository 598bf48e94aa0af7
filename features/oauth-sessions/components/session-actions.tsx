"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import type { OAuthSession } from "@/features/oauth-sessions/schema";
import { RevokeSessionsDialog } from "./revoke-sessions-dialog";

/** What can be done with one session that is active. */
export function SessionActions({ session }: { session: OAuthSession }) {
  const canWrite = useCan("oauth_clients:write");
  const [isAsking, setAsking] = useState(false);
  if (session.status !== "active") return null;
  const { customer, host } = session;
  const name = customer.name ?? customer.email;
  return (
    <>
      <Button
        size="sm"
        disabled={!canWrite}
        aria-label={`Revoke the session of ${name}${host ? ` on ${host}` : ""}`}
        onClick={() => setAsking(true)}
      >
        Revoke
      </Button>
      <RevokeSessionsDialog isOpen={isAsking} onOpenChange={setAsking} sessions={[session]} />
    </>
  );
}
