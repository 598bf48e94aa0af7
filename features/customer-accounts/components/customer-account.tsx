"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed } from "lucide-react";
import { Panel } from "@/components/panel";
import { StatusPill } from "@/components/status-pill";
import { Time } from "@/components/time";
import { customerQuery } from "@/features/customers/hooks";
import type { Customer } from "@/features/customers/schema";
import { InviteCustomerButton } from "./invite-customer-button";

/** How a customer signs in to connect apps, if they can. */
export function CustomerAccount({ customerId }: { customerId: string }) {
  const { data: customer } = useQuery(customerQuery(customerId));
  if (!customer) return null;
  const { accounts, email } = customer;
  return (
    <Panel title="Account">
      {accounts.length > 0 ? (
        <ul className="flex flex-col gap-2 px-4 py-3">
          {accounts.map((account) => (
            <Account key={account.id} account={account} customerId={customerId} />
          ))}
        </ul>
      ) : (
        <div className="flex flex-col items-start gap-2 px-4 py-3">
          <p className="text-sm text-pretty text-muted-foreground">
            {email
              ? "They have none. With one they connect apps and follow their tickets."
              : "They have none. Add an email address to invite them."}
          </p>
          {email && <InviteCustomerButton customerId={customerId} email={email} />}
        </div>
      )}
    </Panel>
  );
}

interface AccountProps {
  account: Customer["accounts"][number];
  customerId: string;
}

function Account({ account, customerId }: AccountProps) {
  const { email, isConfirmed, lastSignInAt } = account;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <span className="min-w-0 wrap-anywhere">{email}</span>
      {isConfirmed ? (
        <StatusPill tone="success" icon={<CircleCheck />} label="Confirmed" />
      ) : (
        <StatusPill tone="warning" icon={<CircleDashed />} label="Not confirmed" />
      )}
      <span className="basis-full text-muted-foreground">
        {lastSignInAt ? (
          <>
            Last sign-in <Time value={lastSignInAt} />
          </>
        ) : (
          "Has not signed in yet"
        )}
      </span>
      {!isConfirmed && (
        <div className="flex basis-full flex-col items-start gap-2">
          <p className="text-pretty text-muted-foreground">
            Anybody may have made it. Its owner confirms the address by a link in our mail, or by an
            invitation from you. Until then it stays apart from whom you know by that address.
          </p>
          <InviteCustomerButton customerId={customerId} email={email} isUnconfirmed />
        </div>
      )}
    </li>
  );
}
