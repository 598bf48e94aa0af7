"use client";

import { Mail } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { SecretReveal } from "@/components/secret-reveal";
import { Button } from "@/components/ui/button";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useCan } from "@/features/auth/hooks";
import { inviteCustomerEndpoint } from "@/features/customer-accounts/contract";
import { useInviteCustomer } from "@/features/customer-accounts/hooks";
import type { CustomerInvitation } from "@/features/customer-accounts/schema";

interface InviteCustomerButtonProps {
  customerId: string;
  email: string;
}

/** Makes a link with which the customer chooses a password, and shows it once. */
export function InviteCustomerButton({ customerId, email }: InviteCustomerButtonProps) {
  const [isAsking, setAsking] = useState(false);
  const [invitation, setInvitation] = useState<CustomerInvitation | null>(null);
  const invite = useInviteCustomer();
  const mayInvite = useCan("customers:write");
  useConfirmation(inviteCustomerEndpoint, isAsking);
  return (
    <>
      <Button size="sm" disabled={!mayInvite} onClick={() => setAsking(true)}>
        <Mail aria-hidden />
        Invite customer
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={`Invite ${email}?`}
        description="You get a link with which they choose a password. Whoever opens it is this customer from then on: it is for them alone."
        confirmLabel="Invite customer"
        tone="default"
        onConfirm={async () => {
          const made = await invite.mutateAsync(customerId);
          invite.reset();
          setInvitation(made);
        }}
      />
      {invitation && (
        <SecretReveal
          isOpen
          title="Customer invited"
          description={
            invitation.mailed
              ? "A mail with the link is on its way. You can pass it on yourself as well."
              : "No mail server is set up, so pass the link on yourself, to that person only."
          }
          fields={[{ label: `Link for ${invitation.email}`, value: invitation.url }]}
          onClose={() => setInvitation(null)}
        />
      )}
    </>
  );
}
