import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { CenteredCard } from "@/components/centered-page";
import { Button } from "@/components/ui/button";
import { AccountInUse } from "@/features/customer-accounts/components/account-in-use";
import { LinkClosed } from "@/features/customer-accounts/components/link-closed";
import { SignInCard } from "@/features/customer-accounts/components/sign-in-card";
import { UnconfirmedNotice } from "@/features/customer-accounts/components/unconfirmed-notice";
import { linkWay } from "@/features/customer-accounts/link-mail";
import { readDesk } from "@/features/customer-accounts/queries";
import { currentCustomer } from "@/features/customer-accounts/session-cookie";
import { errorLocation, readAuthorizationRequest } from "@/features/oauth/authorization-request";
import { ConsentForm } from "@/features/oauth/components/consent-form";
import { ConsentSummary } from "@/features/oauth/components/consent-summary";
import { pagePath } from "@/lib/client-address";

export const metadata: Metadata = { title: "Connect your site" };

/** Asks the customer each time: who controls a site that matches a template is never known from an earlier yes. */
export default async function AuthorizePage({ searchParams }: PageProps<"/oauth/authorize">) {
  const query = await searchParams;
  const read = await readAuthorizationRequest(query);
  if (read.type === "redirect") redirect(read.location);
  if (read.type === "refused") {
    return (
      <CenteredCard title="This site can't be connected">
        <LinkClosed>{read.detail} Go back to your site, and tell whoever made the app.</LinkClosed>
      </CenteredCard>
    );
  }
  const { client, host, scopes } = read.request;
  const path = pagePath(await headers());
  const desk = await readDesk(client.organizationId);
  const session = await currentCustomer(desk.id);
  if (!session) {
    return (
      <>
        <SignInCard
          desk={desk}
          linkWay={linkWay()}
          clientId={client.clientId}
          path={path}
          isNew={query.new === "1"}
        >
          <strong className="font-medium text-foreground">{host}</strong> wants to connect to your account.
          You decide after you have signed in.
        </SignInCard>
        <Button
          asChild
          variant="link"
          className="h-auto self-center text-center whitespace-normal wrap-anywhere"
        >
          <a href={errorLocation(read.request, "access_denied", "The customer did not sign in.")}>
            Cancel and go back to {host}
          </a>
        </Button>
      </>
    );
  }
  const { account } = session;
  return (
    <CenteredCard title="Connect this site?">
      <ConsentSummary app={client} host={host} scopes={scopes} deskName={desk.name} />
      <AccountInUse email={account.email} path={path} />
      <ConsentForm to="site" hidden={{ next: path, account: account.id }} />
      {!account.emailVerifiedAt && <UnconfirmedNotice clientId={client.clientId} linkWay={linkWay()} />}
    </CenteredCard>
  );
}
