"use client";

import { Mail } from "lucide-react";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { SecretReveal } from "@/components/secret-reveal";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useCan } from "@/features/auth/hooks";
import { inviteCustomerEndpoint } from "@/features/customer-accounts/contract";
import { useInviteCustomer } from "@/features/customer-accounts/hooks";
import type { CustomerInvitation } from "@/features/customer-accounts/schema";

interface InviteCustomerButtonProps {
  customerId: string;
  email: string;
  /** Somebody registered the address, and has not shown that it is theirs. */
  isUnconfirmed?: boolean;
}

/** Makes a link with which the customer chooses a password, and shows it once. */
export function InviteCustomerButton({
  customerId,
  email,
  isUnconfirmed = false,
}: InviteCustomerButtonProps) {
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
        description={isUnconfirmed ? UNCONFIRMED : KNOWN}
        confirmLabel="Invite customer"
        tone="default"
        onConfirm={async () => {
          const made = await invite.mutateAsync(customerId);
          invite.reset();
          if (made.url === null) toast.success(`Mailed the link to ${made.email}`);
          else setInvitation(made);
        }}
      />
      {invitation?.url && (
        <SecretReveal
          isOpen
          title="Customer invited"
          description={
            invitation.mailed
              ? "A mail with the link is on its way. You can pass it on yourself as well."
              : `No mail server is set up, so send the link yourself, to ${invitation.email} only. Do not put it in a ticket.`
          }
          fields={[{ label: `Link for ${invitation.email}`, value: invitation.url }]}
          onClose={() => setInvitation(null)}
        />
      )}
    </>
  );
}

const KNOWN =
  "You get a link with which they choose a password. Whoever opens it is this customer from then on: it is for them alone.";
const UNCONFIRMED =
  "A link goes to this address. Whoever opens it confirms the address, and sees all that you have of it: anybody may have registered it, so it must reach its owner only.";
