import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { createLoader, parseAsStringLiteral } from "nuqs/server";
import { cache } from "react";
import * as z from "zod";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { ClientHeader } from "@/features/oauth-clients/components/client-header";
import { ClientSettings } from "@/features/oauth-clients/components/client-settings";
import { oauthClientKeys, oauthClientQuery } from "@/features/oauth-clients/hooks";
import { OAUTH_CLIENT_TABS } from "@/features/oauth-clients/links";
import { getOAuthClient } from "@/features/oauth-clients/queries";
import { NoSessions } from "@/features/oauth-sessions/components/no-sessions";
import { SessionTable } from "@/features/oauth-sessions/components/session-table";
import { oauthSessionsQuery } from "@/features/oauth-sessions/hooks";
import { listOAuthSessions } from "@/features/oauth-sessions/queries";
import { loadSessionSearch, toListQuery } from "@/features/oauth-sessions/search-params";
import { withDirectionMarks } from "@/lib/direction-marks";
import { env } from "@/lib/env";
import { NotFoundError } from "@/lib/errors";
import { createQueryClient } from "@/lib/query-client";

type Props = PageProps<"/settings/api/oauth/[id]">;

const loadTab = createLoader({ tab: parseAsStringLiteral(OAUTH_CLIENT_TABS).withDefault("sessions") });

/** Once per request, for the title and for the page. */
const load = cache(async (id: string) => getOAuthClient(await requireContext(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const isId = z.uuid().safeParse(id).success;
  const client = isId ? await load(id).catch(() => null) : null;
  return { title: `${withDirectionMarks(client?.name ?? "App")} · OAuth` };
}

export default async function OAuthClientPage({ params, searchParams }: Props) {
  const ctx = await requireContext();
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  if (!ctx.permissions.has("oauth_clients:read")) {
    return (
      <>
        <PageHeader title="App" />
        <MissingPermission scope="oauth_clients:read" action="see apps and their sessions" />
      </>
    );
  }
  const { tab } = await loadTab(searchParams);
  const query = toListQuery(id, await loadSessionSearch(searchParams));
  const queryClient = createQueryClient();
  await Promise.all([
    queryClient.prefetchQuery({ ...oauthClientQuery(id), queryFn: () => load(id) }),
    tab === "sessions" &&
      queryClient.prefetchQuery({
        ...oauthSessionsQuery(query),
        queryFn: () => listOAuthSessions(ctx, query),
      }),
  ]);
  if (queryClient.getQueryState(oauthClientKeys.detail(id))?.error instanceof NotFoundError) notFound();
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ClientHeader id={id} tab={tab} />
      {tab === "sessions" ? (
        <SessionTable clientId={id} empty={<NoSessions clientId={id} origin={env.APP_URL} />} />
      ) : (
        <ClientSettings id={id} />
      )}
    </HydrationBoundary>
  );
}
