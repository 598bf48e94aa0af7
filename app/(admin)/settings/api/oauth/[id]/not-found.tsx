import Link from "next/link";
import { Button } from "@/components/ui/button";
import { MissingObject } from "@/features/audit-log/missing-object";
import { oauthClientsHref } from "@/features/oauth-clients/links";

export default function OAuthClientNotFound() {
  return (
    <MissingObject
      noun="app"
      type="oauth_client"
      remains="Its sessions ended with it."
      actions={
        <Button asChild variant="primary">
          <Link href={oauthClientsHref()}>Open apps</Link>
        </Button>
      }
    />
  );
}
