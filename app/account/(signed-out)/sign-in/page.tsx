import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { CenteredCard } from "@/components/centered-page";
import { accountHref } from "@/features/account/links";
import { LinkClosed } from "@/features/customer-accounts/components/link-closed";
import { SignInCard } from "@/features/customer-accounts/components/sign-in-card";
import { findDesk } from "@/features/customer-accounts/desk";
import { linkWay } from "@/features/customer-accounts/link-mail";
import { customerSignInLinkHref } from "@/features/customer-accounts/links";
import { customerPath } from "@/features/customer-accounts/next-path";
import { currentCustomer } from "@/features/customer-accounts/session-cookie";
import { pagePath } from "@/lib/client-address";

export const metadata: Metadata = { title: "Sign in" };

export default async function AccountSignInPage({ searchParams }: PageProps<"/account/sign-in">) {
  const query = await searchParams;
  const clientId = typeof query.client_id === "string" ? query.client_id : "";
  const desk = await findDesk(clientId);
  if (!desk) {
    return (
      <CenteredCard title="This address doesn't work">
        <LinkClosed>The app that it names is not known here any more. Ask the support team.</LinkClosed>
      </CenteredCard>
    );
  }
  const next = (typeof query.next === "string" && customerPath(query.next)) || accountHref();
  if (await currentCustomer(desk.id)) redirect(next);
  return (
    <SignInCard
      desk={desk}
      linkWay={linkWay()}
      clientId={clientId}
      path={pagePath(await headers())}
      isNew={query.new === "1"}
      linkHref={customerSignInLinkHref(clientId)}
    >
      Follow your support tickets, and see which sites are connected to your account.
    </SignInCard>
  );
}
