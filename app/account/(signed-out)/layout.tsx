import type { Metadata } from "next";
import type { ReactNode } from "react";
import { CustomerPage } from "@/app/customer-page";

// An address here may hold a secret: other sites must not learn it from a referrer, nor search engines keep it.
export const metadata: Metadata = { referrer: "same-origin", robots: { index: false, follow: false } };

export default function SignedOutLayout({ children }: { children: ReactNode }) {
  return <CustomerPage>{children}</CustomerPage>;
}
