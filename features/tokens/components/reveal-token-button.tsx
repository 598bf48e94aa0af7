"use client";

import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useRevealToken } from "@/features/tokens/hooks";
import type { CreatedToken, Token } from "@/features/tokens/schema";

interface RevealTokenButtonProps {
  token: Token;
  onRevealed(revealed: CreatedToken): void;
}

/** For the new owner of a token that was handed over: makes its secret and shows it, once. */
export function RevealTokenButton({ token, onRevealed }: RevealTokenButtonProps) {
  const reveal = useRevealToken();
  function show() {
    reveal.mutateAsync(token.id).then(
      (revealed) => {
        reveal.reset();
        onRevealed(revealed);
      },
      (error: Error) => toast.error(error.message),
    );
  }
  return (
    <Button variant="primary" isPending={reveal.isPending} onClick={show}>
      Show new secret
    </Button>
  );
}
