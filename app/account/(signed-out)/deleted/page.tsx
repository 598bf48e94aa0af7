import type { Metadata } from "next";
import { CenteredCard } from "@/components/centered-page";

export const metadata: Metadata = { title: "Account deleted" };

export default function AccountDeletedPage() {
  return (
    <CenteredCard title="Your account is deleted">
      <p className="text-sm">
        Your data is erased, and your sites are disconnected. You can close this page.
      </p>
    </CenteredCard>
  );
}
