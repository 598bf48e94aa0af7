import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { EditEventType } from "@/features/event-catalog-page/components/edit-event-type";
import { eventTypeQuery } from "@/features/event-types/hooks";
import { eventTypeHref, eventTypesHref } from "@/features/event-types/links";
import { mayChangeCatalog } from "@/features/event-types/may-change-catalog";
import { getEventType } from "@/features/event-types/queries";
import { createQueryClient } from "@/lib/query-client";

export async function generateMetadata(props: PageProps<"/settings/api/events/[type]">): Promise<Metadata> {
  return { title: `${await typeOf(props)} · Event catalog` };
}

/** The settings of a type that the organization added. Of any other there is nothing to change, and the catalog says what is known. */
export default async function EventTypePage(props: PageProps<"/settings/api/events/[type]">) {
  const ctx = await requireContext();
  const type = await typeOf(props);
  const queryClient = createQueryClient();
  await queryClient.prefetchQuery({ ...eventTypeQuery(type), queryFn: () => getEventType(ctx, type) });
  const eventType = queryClient.getQueryData(eventTypeQuery(type).queryKey);
  if (!eventType?.isCustom) redirect(eventTypeHref(type));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader
        title={type}
        breadcrumbs={[
          { label: "Event catalog", href: eventTypesHref() },
          { label: type, href: eventTypeHref(type) },
          { label: "Edit" },
        ]}
      />
      {mayChangeCatalog(ctx.permissions) ? (
        <EditEventType type={type} />
      ) : (
        <MissingPermission scope="team:write" action="change event types" />
      )}
    </HydrationBoundary>
  );
}

async function typeOf({ params }: PageProps<"/settings/api/events/[type]">): Promise<string> {
  return (await params).type;
}
