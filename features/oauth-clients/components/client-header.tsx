"use client";

import { useQuery } from "@tanstack/react-query";
import { CopyButton } from "@/components/copy-button";
import { PageHeader } from "@/components/page-header";
import { LinkTabs } from "@/components/ui/tabs";
import { useCan } from "@/features/auth/hooks";
import { NO_WRITE_REASON, oauthClientQuery } from "@/features/oauth-clients/hooks";
import { type OAuthClientTab, oauthClientHref, oauthClientsHref } from "@/features/oauth-clients/links";
import { ClientOverlapBanner } from "./client-overlap-banner";
import { ClientStatusPill } from "./client-status";

interface ClientHeaderProps {
  id: string;
  tab: OAuthClientTab;
}

/** Name, client id, status and tabs of one app. */
export function ClientHeader({ id, tab }: ClientHeaderProps) {
  const canWrite = useCan("oauth_clients:write");
  const { data: client } = useQuery(oauthClientQuery(id));
  const name = client?.name ?? "App";
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        breadcrumbs={[{ label: "OAuth", href: oauthClientsHref() }, { label: name }]}
        title={name}
        meta={client && <ClientStatusPill client={client} />}
        description={client && <ClientId clientId={client.clientId} />}
      />
      {!canWrite && <p className="text-sm text-muted-foreground">{NO_WRITE_REASON}</p>}
      <LinkTabs
        label="App"
        current={tab}
        tabs={[
          { value: "sessions", label: "Sessions", href: oauthClientHref(id) },
          { value: "settings", label: "Settings", href: oauthClientHref(id, "settings") },
        ]}
      />
      {client && !client.isActive && (
        <p className="rounded-lg bg-warning-soft px-4 py-3 text-sm">
          It is disabled: nobody connects, and none of its tokens works. Its sessions stay for when it is
          enabled again.
        </p>
      )}
      {client && <ClientOverlapBanner client={client} />}
    </div>
  );
}

function ClientId({ clientId }: { clientId: string }) {
  return (
    <span className="inline-flex items-center gap-0.5">
      Client id <span className="ml-1 font-mono text-xs wrap-anywhere">{clientId}</span>
      <CopyButton value={clientId} noun="Client id" />
    </span>
  );
}
