import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import * as z from "zod";
import { PageHeader } from "@/components/page-header";
import { UnsavedSettingsProvider } from "@/components/unsaved-settings";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { incomingRequestKeys } from "@/features/incoming-requests/hooks";
import { loadIncomingSearch } from "@/features/incoming-requests/search-params";
import { IncomingChart } from "@/features/incoming-webhooks/components/incoming-chart";
import { IncomingHeader } from "@/features/incoming-webhooks/components/incoming-header";
import { incomingWebhookKeys, incomingWebhookQuery } from "@/features/incoming-webhooks/hooks";
import { getIncomingWebhook } from "@/features/incoming-webhooks/queries";
import { withDirectionMarks } from "@/lib/direction-marks";
import { NotFoundError } from "@/lib/errors";
import { createQueryClient } from "@/lib/query-client";
import { prefetchTab } from "./prefetch-tab";
import { DeletedWebhookRequest, RequestLog, SetupSettings, SetupTab, SignatureDebugger } from "./tabs";

type Props = PageProps<"/settings/api/incoming-webhooks/[id]">;

/** Once per request, for the title and for the page. */
const load = cache(async (id: string) => getIncomingWebhook(await requireContext(), id));

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { id } = await props.params;
  const name = z.uuid().safeParse(id).success
    ? await load(id).then(
        ({ name }) => name,
        () => null,
      )
    : null;
  return { title: `${withDirectionMarks(name ?? "Incoming webhook")} · Incoming webhooks` };
}

export default async function IncomingWebhookPage(props: Props) {
  const ctx = await requireContext();
  const { id } = await props.params;
  if (!z.uuid().safeParse(id).success) notFound();
  if (!ctx.permissions.has("incoming_webhooks:read")) {
    return (
      <>
        <PageHeader title="Incoming webhook" />
        <MissingPermission scope="incoming_webhooks:read" action="see incoming webhooks" />
      </>
    );
  }
  const { tab, request } = await loadIncomingSearch(props.searchParams);
  const queryClient = createQueryClient();
  await Promise.all([
    queryClient.prefetchQuery({ ...incomingWebhookQuery(id), queryFn: () => load(id) }),
    prefetchTab(tab, { ctx, id, queryClient, searchParams: props.searchParams }),
  ]);
  if (queryClient.getQueryState(incomingWebhookKeys.detail(id))?.error instanceof NotFoundError) {
    if (request === null || !queryClient.getQueryData(incomingRequestKeys.detail(id, request))) notFound();
    return (
      <HydrationBoundary state={dehydrate(queryClient)}>
        <DeletedWebhookRequest webhookId={id} requestId={request} />
      </HydrationBoundary>
    );
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <UnsavedSettingsProvider>
        <IncomingHeader id={id} tab={tab} />
        {tab === "requests" && (
          <>
            <IncomingChart id={id} />
            <RequestLog webhookId={id} />
          </>
        )}
        {tab === "setup" && (
          <SetupTab webhookId={id}>
            <SignatureDebugger webhookId={id} />
          </SetupTab>
        )}
        {tab === "settings" && <SetupSettings webhookId={id} />}
      </UnsavedSettingsProvider>
    </HydrationBoundary>
  );
}
