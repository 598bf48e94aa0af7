import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { CreateTokenForm } from "@/features/tokens/components/create-token-form";
import { parsePrefill } from "@/features/tokens/form-values";
import { tokensHref } from "@/features/tokens/links";
import { env } from "@/lib/env";
import { TOKEN_SCOPES } from "@/lib/scopes";

export const metadata: Metadata = { title: "Create token · API" };

export default async function CreateTokenPage({ searchParams }: PageProps<"/settings/api/tokens/new">) {
  const ctx = await requireContext();
  const mayCreate = ctx.permissions.has("tokens:write");
  const held = TOKEN_SCOPES.filter((scope) => ctx.permissions.has(scope));
  return (
    <>
      <PageHeader
        title="Create token"
        breadcrumbs={[{ label: "Tokens", href: tokensHref() }, { label: "Create token" }]}
      />
      {mayCreate ? (
        <CreateTokenForm
          prefill={parsePrefill(await searchParams, new Set(held))}
          held={held}
          apiOrigin={env.APP_URL}
        />
      ) : (
        <MissingPermission scope="tokens:write" action="create tokens" />
      )}
    </>
  );
}
