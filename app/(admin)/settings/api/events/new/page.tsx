import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { CreateEventTypeForm } from "@/features/event-catalog-page/components/create-event-type-form";
import { eventTypesHref } from "@/features/event-types/links";
import { mayChangeCatalog } from "@/features/event-types/may-change-catalog";

export const metadata: Metadata = { title: "Add event type · Event catalog" };

export default async function AddEventTypePage() {
  const ctx = await requireContext();
  return (
    <>
      <PageHeader
        title="Add event type"
        breadcrumbs={[{ label: "Event catalog", href: eventTypesHref() }, { label: "Add event type" }]}
      />
      {mayChangeCatalog(ctx.permissions) ? (
        <CreateEventTypeForm />
      ) : (
        <MissingPermission scope="team:write" action="add event types" />
      )}
    </>
  );
}
