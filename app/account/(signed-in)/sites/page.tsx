import { Unplug } from "lucide-react";
import type { Metadata } from "next";
import { readCursor } from "@/app/account/(signed-in)/read-cursor";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { requireAccount } from "@/features/account/caller";
import { PageLinks } from "@/features/account/components/page-links";
import { SiteCards } from "@/features/account/components/site-cards";
import { accountSitesHref } from "@/features/account/links";
import { listConnectedSites } from "@/features/account/sites";
import { PAGE_LIMIT } from "@/lib/page-limit";

export const metadata: Metadata = { title: "Connected sites" };

export default async function AccountSitesPage({ searchParams }: PageProps<"/account/sites">) {
  const { ctx } = await requireAccount();
  const cursor = readCursor(await searchParams);
  const { data, nextCursor } = await listConnectedSites(ctx, { limit: PAGE_LIMIT, cursor });
  return (
    <>
      <PageHeader
        title="Connected sites"
        description="What may act for you here. Cut off what you don't use."
      />
      {data.length > 0 ? (
        <SiteCards sites={data} />
      ) : (
        <EmptyState
          icon={<Unplug />}
          title="No site is connected"
          description="You connect one from the site itself, in the settings of its support plugin."
        />
      )}
      <PageLinks
        path={accountSitesHref()}
        isFirst={cursor === undefined}
        nextCursor={nextCursor}
        newest="Newest sites"
        older="Older sites"
      />
    </>
  );
}
