import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { CreateTokenLink } from "@/features/tokens/components/create-token-link";
import { TokenList } from "@/features/tokens/components/token-list";
import { HANDED_OVER_QUERY, tokenQuery, tokensQuery, UNUSED_QUERY } from "@/features/tokens/hooks";
import { getToken, listTokenOwners, listTokens } from "@/features/tokens/queries";
import { loadTokenSearch, toListQuery } from "@/features/tokens/search-params";
import { env } from "@/lib/env";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Tokens · API" };

export default async function TokensPage({ searchParams }: PageProps<"/settings/api/tokens">) {
  const ctx = await requireContext();
  if (!ctx.permissions.has("tokens:read")) {
    return (
      <>
        <PageHeader title="Tokens" />
        <MissingPermission scope="tokens:read" action="see tokens" />
      </>
    );
  }
  const search = await loadTokenSearch(searchParams);
  const query = toListQuery(search);
  const id = search.token;
  const queryClient = createQueryClient();
  const [owners] = await Promise.all([
    listTokenOwners(ctx),
    queryClient.prefetchQuery({ ...tokensQuery(query), queryFn: () => listTokens(ctx, query) }),
    queryClient.prefetchQuery({
      ...tokensQuery(UNUSED_QUERY),
      queryFn: () => listTokens(ctx, UNUSED_QUERY),
    }),
    queryClient.prefetchQuery({
      ...tokensQuery(HANDED_OVER_QUERY),
      queryFn: () => listTokens(ctx, HANDED_OVER_QUERY),
    }),
    id && queryClient.prefetchQuery({ ...tokenQuery(id), queryFn: () => getToken(ctx, id) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader
        title="Tokens"
        description="Programs send a token with every call to the API. Only a fingerprint of it is stored, so lists show just its beginning and end."
        actions={<CreateTokenLink />}
      />
      <TokenList owners={owners} apiOrigin={env.APP_URL} />
    </HydrationBoundary>
  );
}
