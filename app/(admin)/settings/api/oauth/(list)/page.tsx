import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { PageHeader } from "@/components/page-header";
import { MissingPermission } from "@/features/auth/components/missing-permission";
import { requireContext } from "@/features/auth/context";
import { RegistrationPolicy } from "@/features/customer-accounts/components/registration-policy";
import { customerRegistrationQuery } from "@/features/customer-accounts/hooks";
import { getCustomerRegistration } from "@/features/customer-accounts/registration-policy";
import { ClientTable } from "@/features/oauth-clients/components/client-table";
import { CreateClientLink } from "@/features/oauth-clients/components/create-client-link";
import { oauthClientsQuery } from "@/features/oauth-clients/hooks";
import { listOAuthClients } from "@/features/oauth-clients/queries";
import { loadClientSearch, toListQuery } from "@/features/oauth-clients/search-params";
import { createQueryClient } from "@/lib/query-client";

export const metadata: Metadata = { title: "OAuth · API" };

export default async function OAuthPage({ searchParams }: PageProps<"/settings/api/oauth">) {
  const ctx = await requireContext();
  const isAllowed = ctx.permissions.has("oauth_clients:read");
  const query = toListQuery(await loadClientSearch(searchParams));
  const queryClient = createQueryClient();
  if (isAllowed) {
    await Promise.all([
      queryClient.prefetchQuery({
        ...oauthClientsQuery(query),
        queryFn: () => listOAuthClients(ctx, query),
      }),
      queryClient.prefetchQuery({
        ...customerRegistrationQuery(),
        queryFn: () => getCustomerRegistration(ctx),
      }),
    ]);
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PageHeader
        title="OAuth"
        description="Apps that your customers connect, and who has connected what. For programs of your own, make a token."
        actions={isAllowed && <CreateClientLink />}
      />
      {isAllowed ? (
        <div className="flex flex-col gap-8">
          <ClientTable />
          <RegistrationPolicy />
        </div>
      ) : (
        <MissingPermission scope="oauth_clients:read" action="see apps and their sessions" />
      )}
    </HydrationBoundary>
  );
}
