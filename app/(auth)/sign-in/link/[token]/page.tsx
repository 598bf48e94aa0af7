import type { Metadata } from "next";
import { SignInLinkForm } from "@/features/sign-in/components/sign-in-link-form";

// The address is the secret: other sites must not learn it from a referrer, nor search engines keep it.
export const metadata: Metadata = {
  title: "Sign in",
  referrer: "same-origin",
  robots: { index: false, follow: false },
};

export default async function SignInLinkPage({ params }: PageProps<"/sign-in/link/[token]">) {
  const { token } = await params;
  return (
    <div className="flex flex-col gap-5 rounded-xl border border-border bg-card p-6 shadow-xs">
      <h1 className="text-xl font-semibold tracking-tight">Sign in with your link</h1>
      <p className="text-sm">It works once. Sensitive actions still ask for your password.</p>
      <SignInLinkForm token={token} />
    </div>
  );
}
