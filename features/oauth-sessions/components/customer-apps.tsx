"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ErrorState } from "@/components/error-state";
import { Panel } from "@/components/panel";
import { Time } from "@/components/time";
import { Skeleton } from "@/components/ui/skeleton";
import { useCan } from "@/features/auth/hooks";
import { oauthClientHref } from "@/features/oauth-clients/links";
import {
  oauthSessionsQuery,
  sessionsOfCustomer,
  useRevokeCustomerSessions,
} from "@/features/oauth-sessions/hooks";
import type { OAuthSession } from "@/features/oauth-sessions/schema";
import { RevokeAllButton } from "./revoke-all-button";
import { SessionActions } from "./session-actions";
import { SessionStatusPill } from "./session-status";

/** The apps that one customer has connected, newest first. */
export function CustomerApps({ customerId }: { customerId: string }) {
  const maySee = useCan("oauth_clients:read");
  const query = useQuery({ ...oauthSessionsQuery(sessionsOfCustomer(customerId)), enabled: maySee });
  const revoke = useRevokeCustomerSessions();
  if (!maySee) return null;
  const { data, error, refetch } = query;
  const sessions = data?.data ?? [];
  const active = sessions.filter(({ status }) => status === "active").length;
  return (
    <Panel
      title="Connected apps"
      action={
        sessions.length > 0 && (
          <RevokeAllButton
            of="this customer"
            count={countOf(active, data?.nextCursor != null)}
            isDisabled={active === 0}
            onRevoke={() => revoke.mutateAsync(customerId)}
          />
        )
      }
    >
      {!data && !error && <Skeleton className="m-4 h-16" />}
      {!data && error && (
        <ErrorState
          title="The connected apps could not be loaded"
          error={error}
          onRetry={() => void refetch()}
        />
      )}
      {data && sessions.length === 0 && (
        <p className="px-4 py-3 text-sm text-muted-foreground">They have connected no app.</p>
      )}
      {sessions.length > 0 && (
        <ul className="divide-y divide-border">
          {sessions.map((session) => (
            <Connection key={session.id} session={session} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Connection({ session }: { session: OAuthSession }) {
  const { client, host, lastUsedAt } = session;
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-sm">
      <span className="min-w-0 wrap-anywhere">
        <Link href={oauthClientHref(client.id)} prefetch={false} className="font-medium hover:underline">
          {client.name}
        </Link>
        {host && ` on ${host}`}
      </span>
      <SessionStatusPill session={session} />
      <span className="ml-auto flex items-center gap-3 text-muted-foreground">
        <span>
          Used <Time value={lastUsedAt} />
        </span>
        <SessionActions session={session} />
      </span>
    </li>
  );
}

function countOf(active: number, isMore: boolean): string {
  if (isMore) return "every active session";
  return active === 1 ? "1 active session" : `${active} active sessions`;
}
