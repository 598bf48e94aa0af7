import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { requireAccount } from "@/features/account/caller";
import { DeleteAccountForm } from "@/features/account/components/profile-forms";
import { accountProfileHref } from "@/features/account/links";
import { linkWay } from "@/features/customer-accounts/link-mail";
import { forgotPasswordHref } from "@/features/customer-accounts/links";

export const metadata: Metadata = { title: "Delete my account" };

export default async function DeleteAccountPage() {
  const { account } = await requireAccount();
  return (
    <>
      <PageHeader
        title="Delete my account"
        breadcrumbs={[{ label: "Profile", href: accountProfileHref() }]}
        description={`Enter the password of ${account.email} to delete it for good. Nobody can bring it back.`}
      />
      <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
        <li>Your name, addresses, numbers and all else that the support team knows of you are erased.</li>
        <li>Your sites are disconnected, and you are signed out everywhere.</li>
        <li>Tickets, and what was written in them, stay with the support team, without your name.</li>
        <li>Its logs of what was sent and received may hold your data until they are deleted.</li>
      </ul>
      <div className="max-w-md">
        <DeleteAccountForm />
      </div>
      <div className="flex flex-wrap gap-3">
        <Button asChild>
          <Link href={accountProfileHref()}>Keep my account</Link>
        </Button>
        {linkWay() !== "none" && (
          <Button asChild variant="link" size="md">
            <Link href={forgotPasswordHref()}>Forgot your password?</Link>
          </Button>
        )}
      </div>
    </>
  );
}
