import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FormAlert } from "@/components/form-alert";
import { Confirmed } from "@/features/auth/components/confirmed";
import { confirmationHref } from "@/features/auth/links";
import { SingleSignOnButton } from "@/features/sign-in/components/single-sign-on-button";
import { isSingleSignOnOffered } from "@/features/sign-in/oidc-provider";
import { refusalText } from "@/features/sign-in/sign-in-refusal";
import { env } from "@/lib/env";

export const metadata: Metadata = { title: "Confirm that it is you" };

/** A window of its own, so that the form that asked keeps what was typed. */
export default async function ConfirmPage({ searchParams }: PageProps<"/confirm">) {
  if (!isSingleSignOnOffered()) notFound();
  const { done, error } = await searchParams;
  const refusal = refusalText(typeof error === "string" ? error : null);
  return (
    <div className="flex flex-col gap-5 rounded-xl border border-border bg-card p-6 shadow-xs">
      <h1 className="text-xl font-semibold tracking-tight">Confirm that it is you</h1>
      {refusal && <FormAlert>{refusal}</FormAlert>}
      {done === "1" && !refusal ? (
        <Confirmed />
      ) : (
        <>
          <p className="text-sm">Sign in at your provider again. Then you continue where you were.</p>
          <SingleSignOnButton name={env.OIDC_NAME} next={`${confirmationHref()}?done=1`} asksAnew />
        </>
      )}
    </div>
  );
}
