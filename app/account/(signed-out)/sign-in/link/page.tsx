import type { Metadata } from "next";
import Link from "next/link";
import { CenteredCard } from "@/components/centered-page";
import { Button } from "@/components/ui/button";
import { LinkClosed } from "@/features/customer-accounts/components/link-closed";
import {
  SignInLinkForm,
  SignInLinkRequestForm,
} from "@/features/customer-accounts/components/sign-in-link-form";
import { linkWay } from "@/features/customer-accounts/link-mail";
import { customerSignInHref } from "@/features/customer-accounts/links";
import { findLink } from "@/features/customer-accounts/one-time-links";

export const metadata: Metadata = { title: "Sign in" };

/** With the token of a mail: signs in, by a click. Without one: asks for such a mail. */
export default async function SignInLinkPage({ searchParams }: PageProps<"/account/sign-in/link">) {
  const { token, client_id: clientId } = await searchParams;
  const link = typeof token === "string" ? await findLink("sign_in", token) : null;
  if (typeof token === "string" && link) {
    return (
      <CenteredCard title="Sign in with your link">
        <SignInLinkForm token={token} email={link.email} />
      </CenteredCard>
    );
  }
  const way = linkWay();
  return (
    <CenteredCard title={token === undefined ? "Sign in by a link" : "This link doesn't work"}>
      {token !== undefined && <LinkClosed>It was used already, or is older than 15 minutes.</LinkClosed>}
      {way === "none" ? (
        <p className="text-sm">This server can&apos;t send mails, so sign in with your password.</p>
      ) : (
        <>
          <p className="text-sm text-muted-foreground">
            Enter the address of your account. We send you a link that signs you in.
          </p>
          <SignInLinkRequestForm clientId={typeof clientId === "string" ? clientId : ""} linkWay={way} />
        </>
      )}
      <Button asChild variant="link" size="inline" className="self-start">
        <Link href={customerSignInHref(typeof clientId === "string" ? { clientId } : {})}>
          Sign in with your password
        </Link>
      </Button>
    </CenteredCard>
  );
}
