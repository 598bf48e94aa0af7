import { Time } from "@/components/time";
import { SCOPE_TEXT } from "@/features/oauth/scope-text";
import type { OAuthSession } from "@/features/oauth-sessions/schema";
import { DisconnectButton } from "./disconnect-button";

export function SiteCards({ sites }: { sites: OAuthSession[] }) {
  return (
    <ul className="flex flex-col gap-3">
      {sites.map((site) => (
        <li
          key={site.id}
          className="flex flex-col gap-3 rounded-lg border border-border bg-card px-4 py-4 shadow-xs"
        >
          <div className="flex flex-wrap items-start justify-between gap-3">
            <div className="min-w-0">
              <h2 className="text-base font-semibold wrap-anywhere">{nameOf(site)}</h2>
              <p className="text-sm text-muted-foreground wrap-anywhere">
                {site.host ? `With the app ${site.client.name}` : "It did not say which site it is."}
              </p>
            </div>
            <DisconnectButton id={site.id} name={nameOf(site)} lastUsedAt={site.lastUsedAt} />
          </div>
          <div className="flex flex-col gap-1 text-sm">
            <p className="font-medium">It can</p>
            <ul className="flex list-disc flex-col gap-1 pl-5">
              {site.scopes.map((scope) => (
                <li key={scope}>{SCOPE_TEXT[scope]}</li>
              ))}
            </ul>
          </div>
          <p className="flex flex-wrap gap-x-4 text-sm text-muted-foreground">
            <span>
              Connected <Time value={site.createdAt} />
            </span>
            <span>
              Last used <Time value={site.lastUsedAt} />
            </span>
          </p>
        </li>
      ))}
    </ul>
  );
}

function nameOf({ host, client }: OAuthSession): string {
  return host ?? client.name;
}
