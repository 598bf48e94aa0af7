import type { Metadata } from "next";
import type { ReactNode } from "react";
import { CustomerPage } from "@/app/customer-page";

// Addresses here hold secrets: other sites must not learn them from a referrer, nor search engines keep them.
export const metadata: Metadata = { referrer: "same-origin", robots: { index: false, follow: false } };

/** What customers see, who never get near the admins' pages. */
export default function CustomerLayout({ children }: { children: ReactNode }) {
  return <CustomerPage>{children}</CustomerPage>;
}
