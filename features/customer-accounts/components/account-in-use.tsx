"use client";

import { useFormStatus } from "react-dom";
import { Button } from "@/components/ui/button";
import { switchAccount } from "@/features/customer-accounts/actions";

/** Who is about to decide, and the way out for somebody else at the same browser. */
export function AccountInUse({ email, path }: { email: string; path: string }) {
  return (
    <form
      action={switchAccount}
      className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 rounded-md bg-muted px-3 py-2 text-sm"
    >
      <input type="hidden" name="next" value={path} />
      <span className="min-w-0 wrap-anywhere">
        Signed in as <strong className="font-medium">{email}</strong>
      </span>
      <span className="flex items-center gap-1.5">
        Not you? <SwitchButton />
      </span>
    </form>
  );
}

function SwitchButton() {
  const { pending } = useFormStatus();
  return (
    <Button type="submit" variant="link" size="inline" isPending={pending}>
      Switch account
    </Button>
  );
}
