"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { signOut } from "@/features/auth/actions";

/** For people without a password here: signing in anew through the provider is how they show who they are. */
export function SignInAgain({ onCancel }: { onCancel(): void }) {
  const pathname = usePathname();
  const search = useSearchParams().toString();
  return (
    <form action={signOut} className="flex min-h-0 flex-1 flex-col">
      <input type="hidden" name="next" value={search ? `${pathname}?${search}` : pathname} />
      <DialogBody className="text-sm">
        You have no password here. Sign in again through your provider; you come back to this page and can
        then repeat it.
      </DialogBody>
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary">
          Sign in again
        </Button>
      </DialogFooter>
    </form>
  );
}
