"use client";

import { useState } from "react";
import { RotateDialog } from "@/components/rotate-dialog";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { rotateClientSecretEndpoint } from "@/features/oauth-clients/contract";
import { CLIENT_ROTATION, useRefreshOAuthClients } from "@/features/oauth-clients/hooks";
import type { CreatedOAuthClient, OAuthClient } from "@/features/oauth-clients/schema";
import { useRotate } from "@/features/rotation/hooks";
import { ClientReveal } from "./client-reveal";

interface RotateClientDialogProps {
  client: OAuthClient;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

/** Asks how long the old secret goes on working, then shows the new one. */
export function RotateClientDialog({ client, isOpen, onOpenChange }: RotateClientDialogProps) {
  const rotate = useRotate(CLIENT_ROTATION, client.id);
  useConfirmation(rotateClientSecretEndpoint, isOpen);
  const refresh = useRefreshOAuthClients();
  const [rotated, setRotated] = useState<CreatedOAuthClient | null>(null);
  return (
    <>
      <RotateDialog
        isOpen={isOpen}
        onOpenChange={onOpenChange}
        title={`Rotate the secret of “${client.name}”?`}
        noun="secret"
        description="The app proves itself with either secret until the old one ends. Customers notice nothing."
        immediateHint="The app gets no token with the old secret from its next call on."
        onRotate={async (overlapSeconds) => {
          const answer = await rotate.mutateAsync({ overlapSeconds });
          rotate.reset();
          setRotated(answer);
        }}
      />
      {rotated?.clientSecret !== undefined && (
        <ClientReveal
          client={rotated}
          secret={rotated.clientSecret}
          isRotated
          onClose={() => {
            setRotated(null);
            void refresh();
          }}
        />
      )}
    </>
  );
}
