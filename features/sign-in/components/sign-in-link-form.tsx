"use client";

import Link from "next/link";
import { useActionState } from "react";
import { FormAlert } from "@/components/form-alert";
import { Button } from "@/components/ui/button";
import { signInHref } from "@/features/auth/links";
import { signInByLink } from "@/features/sign-in/actions";

/** A plain form: it works before, and without, JavaScript. */
export function SignInLinkForm({ token }: { token: string }) {
  const [{ error }, action, isPending] = useActionState(signInByLink, { error: null });
  return (
    <form action={action} className="flex flex-col gap-4">
      <input type="hidden" name="token" value={token} />
      {error ? (
        <>
          <FormAlert>{error}</FormAlert>
          <Button asChild size="lg">
            <Link href={signInHref()}>Go to sign-in</Link>
          </Button>
        </>
      ) : (
        <Button type="submit" variant="primary" size="lg" isPending={isPending}>
          Sign in
        </Button>
      )}
    </form>
  );
}
