import { CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Card } from "@/components/card";
import { PageHeader } from "@/components/page-header";
import { StatusPill } from "@/components/status-pill";
import { Button } from "@/components/ui/button";
import { requireAccount } from "@/features/account/caller";
import { MailChoiceForm } from "@/features/account/components/mail-choice-form";
import { NameForm, PasswordForm } from "@/features/account/components/profile-forms";
import { accountExportHref, deleteAccountHref } from "@/features/account/links";
import { UnconfirmedNotice } from "@/features/customer-accounts/components/unconfirmed-notice";
import { linkWay } from "@/features/customer-accounts/link-mail";
import { forgotPasswordHref } from "@/features/customer-accounts/links";
import { readCustomer } from "@/features/customers/queries";

export const metadata: Metadata = { title: "Profile" };

export default async function AccountProfilePage() {
  const { ctx, account, name } = await requireAccount();
  const { receivesMails } = await readCustomer(ctx, account.customerId);
  const way = linkWay();
  return (
    <>
      <PageHeader title="Profile" />
      <Card title="Name">
        <div className="max-w-md">
          <NameForm name={name} />
        </div>
      </Card>
      <Card title="Email">
        <div className="flex max-w-md flex-col gap-3">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-base wrap-anywhere">
            {account.email}
            {account.emailVerifiedAt && (
              <StatusPill tone="success" icon={<CircleCheck />} label="Confirmed" />
            )}
          </p>
          <p className="text-sm text-muted-foreground">
            You sign in with it.
            {way === "none" && " Ask the support team if it has to be another one."}
          </p>
          {way !== "none" && (
            <Button asChild className="self-start">
              <Link href="/account/profile/email">Change email</Link>
            </Button>
          )}
          {!account.emailVerifiedAt && <UnconfirmedNotice clientId="" linkWay={way} />}
        </div>
      </Card>
      <Card title="Mails with answers">
        <div className="flex max-w-md flex-col gap-3">
          <p className="text-sm text-muted-foreground">
            {receivesMails
              ? "On: answers to your tickets also come by mail."
              : "Off: you find answers at your tickets only."}
          </p>
          <MailChoiceForm receivesMails={receivesMails} />
        </div>
      </Card>
      <Card title="Password">
        <div className="flex max-w-md flex-col gap-3">
          <p className="text-sm text-muted-foreground">
            A new one signs out every other browser, and your sites have to connect again.
          </p>
          <PasswordForm email={account.email} />
          {way !== "none" && (
            <Button asChild variant="link" size="inline" className="self-start">
              <Link href={forgotPasswordHref()}>Forgot your password?</Link>
            </Button>
          )}
        </div>
      </Card>
      <Card title="Your data">
        <div className="flex flex-col items-start gap-3">
          <p className="text-sm text-muted-foreground">
            Your profile, your tickets with their answers, and your connected sites, as a JSON file.
          </p>
          <Button asChild>
            <a href={accountExportHref()} download>
              Download my data
            </a>
          </Button>
          <Button asChild variant="danger">
            <Link href={deleteAccountHref()}>Delete my account</Link>
          </Button>
        </div>
      </Card>
    </>
  );
}
