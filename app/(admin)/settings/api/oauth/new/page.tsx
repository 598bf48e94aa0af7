import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { CreateClientForm } from "@/features/oauth-clients/components/create-client-form";
import { oauthClientsHref } from "@/features/oauth-clients/links";

export const metadata: Metadata = { title: "Create app · OAuth" };

export default async function CreateClientPage() {
  const ctx = await requireContext();
  return (
    <>
      <PageHeader
        title="Create app"
        breadcrumbs={[{ label: "OAuth", href: oauthClientsHref() }, { label: "Create app" }]}
      />
      {ctx.permissions.has("oauth_clients:write") ? (
        <CreateClientForm />
      ) : (
        <MissingPermission scope="oauth_clients:write" action="create apps" />
      )}
    </>
  );
}
