import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import * as z from "zod";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { MailView } from "@/features/mails/components/mail-view";
import { mailQuery } from "@/features/mails/hooks";
import { getMail } from "@/features/mails/queries";
import { NotFoundError } from "@/lib/errors";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "Mail · Settings" };

export default async function MailPage({ params }: PageProps<"/settings/mails/[id]">) {
  const ctx = await requireContext();
  if (!ctx.permissions.has("mails:read")) {
    return (
      <>
        <PageHeader title="Mail" />
        <MissingPermission scope="mails:read" action="see mails to customers" />
      </>
    );
  }
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  const mail = await getMail(ctx, id).catch((error: unknown) => {
    if (error instanceof NotFoundError) return notFound();
    throw error;
  });
  const queryClient = createQueryClient();
  queryClient.setQueryData(mailQuery(id).queryKey, mail);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <MailView id={id} />
    </HydrationBoundary>
  );
}
