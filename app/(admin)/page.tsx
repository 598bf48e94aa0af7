import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireContext } from "@/features/auth/context";
import { listAttention } from "@/features/overview/attention";
import { OverviewPage } from "@/features/overview/components/overview-page";
import { attentionQuery, overviewQuery } from "@/features/overview/hooks";
import { getOverview } from "@/features/overview/queries";
import { overviewQuerySchema } from "@/features/overview/schema";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Overview" };

export default async function Page({ searchParams }: PageProps<"/">) {
  const ctx = await requireContext();
  const parsed = overviewQuerySchema.safeParse(await searchParams);
  const range = parsed.data?.range ?? "24h";
  const queryClient = createQueryClient();
  await Promise.all([
    queryClient.prefetchQuery({ ...overviewQuery(range), queryFn: () => getOverview(ctx, range) }),
    queryClient.prefetchQuery({ ...attentionQuery, queryFn: () => listAttention(ctx) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <OverviewPage />
    </HydrationBoundary>
  );
}
