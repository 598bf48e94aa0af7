import type { Metadata } from "next";
import { CenteredCard } from "@/components/centered-page";
import { OpenAccount } from "@/features/customer-accounts/components/open-account";

export const metadata: Metadata = { title: "New password" };

export default function ResetDonePage() {
  return (
    <CenteredCard title="Your new password is set">
      <p className="text-sm">
        You are signed in here. Every other browser and every app has to sign in again. Go back to your site
        to go on.
      </p>
      <OpenAccount />
    </CenteredCard>
  );
}
