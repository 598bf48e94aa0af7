import Link from "next/link";
import { EmptyState } from "@/components/empty-state";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { oauthClientsHref } from "@/features/oauth-clients/links";

export default function OAuthClientNotFound() {
  return (
    <>
      <PageHeader title="No such app" />
      <EmptyState
        title="This address leads to no app"
        description="The link is wrong, or the app was deleted and its sessions ended with it."
        actions={
          <Button asChild variant="primary">
            <Link href={oauthClientsHref()}>Open apps</Link>
          </Button>
        }
      />
    </>
  );
}
