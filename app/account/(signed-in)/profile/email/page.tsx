import type { Metadata } from "next";
import { Card } from "@/components/card";
import { PageHeader } from "@/components/page-header";
import { requireAccount } from "@/features/account/caller";
import { AddressForm } from "@/features/account/components/profile-forms";
import { linkWay } from "@/features/customer-accounts/link-mail";

export const metadata: Metadata = { title: "Change email" };

export default async function AccountEmailPage() {
  const { account } = await requireAccount();
  return (
    <>
      <PageHeader title="Change email" breadcrumbs={[{ label: "Profile", href: "/account/profile" }]} />
      <Card title="New address">
        <div className="flex max-w-md flex-col gap-3">
          <p className="text-sm text-muted-foreground wrap-anywhere">
            We send a link to it. Once you open the link, you sign in with the new address instead of{" "}
            {account.email}. Your sites stay connected.
          </p>
          <AddressForm linkWay={linkWay()} />
        </div>
      </Card>
    </>
  );
}
