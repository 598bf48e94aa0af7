"use client";

import { Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { CopyButton } from "@/components/copy-button";
import { PageHeader } from "@/components/page-header";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import { useDeleteEchoReceiver } from "@/features/echo/hooks";
import { echoReceiversHref } from "@/features/echo/links";
import type { EchoReceiver } from "@/features/echo/schema";
import { newSubscriptionHref, subscriptionHref } from "@/features/subscriptions/links";

const LINK_CLASSES = "rounded-sm text-link underline decoration-1 underline-offset-3 hover:decoration-2";

/** Name, address and senders of a receiver. */
export function ReceiverHeader({ receiver }: { receiver: EchoReceiver }) {
  const { name, url } = receiver;
  return (
    <PageHeader
      breadcrumbs={[{ label: "Echo receivers", href: echoReceiversHref() }, { label: name }]}
      title={name}
      description={
        <span className="flex flex-col gap-1">
          <span className="inline-flex items-center gap-0.5">
            <span className="font-mono text-xs wrap-anywhere">{url}</span>
            <CopyButton value={url} noun="URL" />
          </span>
          <Senders receiver={receiver} />
        </span>
      }
      actions={<DeleteButton receiver={receiver} />}
    />
  );
}

function Senders({ receiver: { subscriptions } }: { receiver: EchoReceiver }) {
  if (subscriptions.length === 0)
    return (
      <span>
        No subscription sends here yet.{" "}
        <Link className={LINK_CLASSES} href={newSubscriptionHref()}>
          Create one
        </Link>{" "}
        with this address as its target.
      </span>
    );
  return (
    <span>
      Gets what {subscriptions.length === 1 ? "this subscription sends" : "these subscriptions send"}:{" "}
      {subscriptions.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 && ", "}
          <Link className={LINK_CLASSES} href={subscriptionHref(id)}>
            {name}
          </Link>
        </span>
      ))}
    </span>
  );
}

function DeleteButton({ receiver: { id, name, subscriptions } }: { receiver: EchoReceiver }) {
  const [isOpen, setIsOpen] = useState(false);
  const remove = useDeleteEchoReceiver();
  const router = useRouter();
  if (!useCan("subscriptions:write")) return null;
  const senders = subscriptions.map((one) => `“${one.name}”`).join(", ");
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>
        <Trash2 aria-hidden />
        Delete
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={`Delete echo receiver “${name}”?`}
        description={
          <>
            <p>What it received goes with it.</p>
            {senders && <p>{senders} still sends here: its next delivery fails and disables it.</p>}
          </>
        }
        confirmLabel="Delete echo receiver"
        onConfirm={async () => {
          await remove.mutateAsync(id);
          toast.success(`Deleted “${name}”`);
          router.push(echoReceiversHref());
        }}
      />
    </>
  );
}
