import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { MailList } from "@/features/mails/components/mail-list";
import { mailsQuery } from "@/features/mails/hooks";
import { listMails } from "@/features/mails/queries";
import { loadMailSearch, toListQuery } from "@/features/mails/search-params";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Sent mails · Settings" };

export default async function MailsPage({ searchParams }: PageProps<"/settings/mails">) {
  const ctx = await requireContext();
  if (!ctx.permissions.has("mails:read")) {
    return (
      <>
        <PageHeader title="Sent mails" />
        <MissingPermission scope="mails:read" action="see mails to customers" />
      </>
    );
  }
  const query = toListQuery(await loadMailSearch(searchParams));
  const queryClient = createQueryClient();
  await queryClient.prefetchQuery({ ...mailsQuery(query), queryFn: () => listMails(ctx, query) });
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader
        title="Sent mails"
        description="The answers that customers got by mail. Answers within a few minutes go out in one mail."
      />
      <MailList />
    </HydrationBoundary>
  );
}
