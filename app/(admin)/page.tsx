import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { requireContext } from "@/features/auth/context";
import { listAttention } from "@/features/overview/attention";
import { OverviewPage } from "@/features/overview/components/overview-page";
import { attentionQuery, overviewQuery } from "@/features/overview/hooks";
import { getOverview } from "@/features/overview/queries";
import { overviewQuerySchema } from "@/features/overview/schema";
import { SampleOffer } from "@/features/sample-data/components/sample-offer";
import { sampleDataQuery } from "@/features/sample-data/hooks";
import { getSampleData } from "@/features/sample-data/queries";
import { START_EMPTY_COOKIE } from "@/features/sample-data/start-empty";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Overview" };

export default async function Page({ searchParams }: PageProps<"/">) {
  const ctx = await requireContext();
  const parsed = overviewQuerySchema.safeParse(await searchParams);
  const range = parsed.data?.range ?? "24h";
  const queryClient = createQueryClient();
  await Promise.all([
    queryClient.prefetchQuery({ ...overviewQuery(range), queryFn: () => getOverview(ctx, range) }),
    queryClient.prefetchQuery({ ...sampleDataQuery, queryFn: () => getSampleData(ctx) }),
    queryClient.prefetchQuery({ ...attentionQuery, queryFn: () => listAttention(ctx) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <OverviewPage>
        <SampleOffer isDeclined={(await cookies()).has(START_EMPTY_COOKIE)} />
      </OverviewPage>
    </HydrationBoundary>
  );
}
