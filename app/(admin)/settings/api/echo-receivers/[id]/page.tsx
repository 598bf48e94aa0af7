import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import * as z from "zod";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { ReceiverView } from "@/features/echo/components/receiver-view";
import { echoReceiverQuery, echoRequestQuery, echoRequestsQuery } from "@/features/echo/hooks";
import { getEchoReceiver, getEchoRequest, listEchoRequests } from "@/features/echo/queries";
import { loadRequestSearch, toRequestQuery } from "@/features/echo/search-params";
import { NotFoundError } from "@/lib/errors";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Echo receiver · API" };

export default async function EchoReceiverPage({
  params,
  searchParams,
}: PageProps<"/settings/api/echo-receivers/[id]">) {
  const ctx = await requireContext();
  for (const [scope, action] of [
    ["subscriptions:read", "see echo receivers"],
    ["deliveries:read", "see what echo receivers got"],
  ] as const) {
    if (ctx.permissions.has(scope)) continue;
    return (
      <>
        <PageHeader title="Echo receiver" />
        <MissingPermission scope={scope} action={action} />
      </>
    );
  }
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  const receiver = await getEchoReceiver(ctx, id).catch((error: unknown) => {
    if (error instanceof NotFoundError) return notFound();
    throw error;
  });
  const { request, ...search } = await loadRequestSearch(searchParams);
  const query = toRequestQuery(search);
  const queryClient = createQueryClient();
  queryClient.setQueryData(echoReceiverQuery(id).queryKey, receiver);
  await Promise.all([
    queryClient.prefetchQuery({
      ...echoRequestsQuery(id, query),
      queryFn: () => listEchoRequests(ctx, id, query),
    }),
    request &&
      queryClient.prefetchQuery({
        ...echoRequestQuery(id, request),
        queryFn: () => getEchoRequest(ctx, id, request),
      }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ReceiverView id={id} />
    </HydrationBoundary>
  );
}
