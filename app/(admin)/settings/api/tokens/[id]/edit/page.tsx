import type { Metadata } from "next";
import { notFound } from "next/navigation";
import * as z from "zod";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { TokenEditor } from "@/features/tokens/components/token-editor";
import { tokenHref, tokensHref } from "@/features/tokens/links";
import { getToken, grantableScopes } from "@/features/tokens/queries";
import { NotFoundError } from "@/lib/errors";

export const metadata: Metadata = { title: "Edit token · API" };

export default async function EditTokenPage({ params }: PageProps<"/settings/api/tokens/[id]/edit">) {
  const ctx = await requireContext();
  const { id } = await params;
  if (!z.uuid().safeParse(id).success) notFound();
  if (!ctx.permissions.has("tokens:write")) {
    return (
      <>
        <PageHeader title="Edit token" />
        <MissingPermission scope="tokens:write" action="change tokens" />
      </>
    );
  }
  const token = await getToken(ctx, id).catch((error: unknown) => {
    if (error instanceof NotFoundError) notFound();
    throw error;
  });
  return (
    <>
      <PageHeader
        title="Edit token"
        breadcrumbs={[
          { label: "Tokens", href: tokensHref() },
          { label: token.name, href: tokenHref(id) },
          { label: "Edit" },
        ]}
      />
      <TokenEditor token={token} held={grantableScopes(ctx, token)} />
    </>
  );
}
