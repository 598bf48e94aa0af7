import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import * as z from "zod";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { deliveryKeys, deliveryQuery } from "@/features/deliveries/hooks";
import { getDelivery } from "@/features/deliveries/queries";
import { DeliveryPage } from "@/features/delivery-log/components/delivery-page";
import { DeliveryPageHeader } from "@/features/delivery-log/components/delivery-page-header";
import { traceQuery } from "@/features/trace/hooks";
import { getEventTrace } from "@/features/trace/queries";
import { NotFoundError } from "@/lib/errors";
import { createQueryClient } from "@/lib/query-client";

type Props = PageProps<"/settings/api/deliveries/[id]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  return { title: `Delivery ${id.slice(0, 8)}…${id.slice(-4)} · Deliveries` };
}

export default async function Page({ params }: Props) {
  const ctx = await requireContext();
  const { id } = await params;
  if (!ctx.permissions.has("deliveries:read")) {
    return (
      <>
        <DeliveryPageHeader title="Delivery" />
        <MissingPermission scope="deliveries:read" action="see deliveries" />
      </>
    );
  }
  if (!z.uuid().safeParse(id).success) notFound();
  const queryClient = createQueryClient();
  await queryClient.prefetchQuery({ ...deliveryQuery(id), queryFn: () => getDelivery(ctx, id) });
  if (queryClient.getQueryState(deliveryKeys.detail(id))?.error instanceof NotFoundError) notFound();
  const eventId = queryClient.getQueryData(deliveryQuery(id).queryKey)?.eventId;
  if (eventId)
    await queryClient.prefetchQuery({
      ...traceQuery({ eventId }),
      queryFn: () => getEventTrace(ctx, eventId),
    });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <DeliveryPage id={id} />
    </HydrationBoundary>
  );
}
