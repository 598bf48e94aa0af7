import type { Metadata } from "next";
import { CenteredCard } from "@/components/centered-page";
import { OpenAccount } from "@/features/customer-accounts/components/open-account";

export const metadata: Metadata = { title: "Invitation" };

export default function InvitationDonePage() {
  return (
    <CenteredCard title="Your account is ready">
      <p className="text-sm">You are signed in here. Go to your site to connect it.</p>
      <OpenAccount />
    </CenteredCard>
  );
}
