import type { Metadata } from "next";
import { CenteredCard } from "@/components/centered-page";
import { OpenAccount } from "@/features/customer-accounts/components/open-account";

export const metadata: Metadata = { title: "Confirm your new address" };

export default function ConfirmAddressDonePage() {
  return (
    <CenteredCard title="Your address is changed">
      <p className="text-sm">Sign in with the new one from now on.</p>
      <OpenAccount />
    </CenteredCard>
  );
}
