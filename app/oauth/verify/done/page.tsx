import type { Metadata } from "next";
import { CenteredCard } from "@/components/centered-page";
import { OpenAccount } from "@/features/customer-accounts/components/open-account";

export const metadata: Metadata = { title: "Confirm your address" };

export default function VerifyDonePage() {
  return (
    <CenteredCard title="Your address is confirmed">
      <p className="text-sm">Go back to your site to go on. You can close this page.</p>
      <OpenAccount />
    </CenteredCard>
  );
}
