"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Card } from "@/components/card";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { useCan } from "@/features/auth/hooks";
import { sampleDataQuery, useAddSampleData, useRemoveSampleData } from "@/features/sample-data/hooks";
import { START_EMPTY_COOKIE } from "@/features/sample-data/start-empty";
import { preferenceCookie } from "@/lib/theme";

/** Something to look at while the desk is empty, and the way to be rid of it. `isDeclined`: somebody in this browser chose to start empty. */
export function SampleOffer({ isDeclined: wasDeclined }: { isDeclined: boolean }) {
  const { data } = useQuery(sampleDataQuery);
  const [isDeclined, setIsDeclined] = useState(wasDeclined);
  // Whoever may write customers and subscriptions may write all of it.
  const mayAdd = [useCan("customers:write"), useCan("subscriptions:write")].every(Boolean);
  if (!data || !mayAdd) return null;
  if (data.isPresent) return <Remove />;
  if (!data.isOffered) return null;
  if (isDeclined)
    return (
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted-foreground">
        The desk is empty. <AddButton variant="secondary" />
      </p>
    );
  return (
    <Card title="A quick look around?">
      <p className="text-sm text-pretty text-muted-foreground">
        Sample data is a few tickets, customers and a chat, an incoming webhook that the tickets came by, and
        a subscription to the built-in echo receiver. All of it is marked as a sample, and goes again in one
        step.
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <AddButton variant="primary" />
        <Button
          onClick={() => {
            setIsDeclined(true);
            // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http.
            document.cookie = preferenceCookie(START_EMPTY_COOKIE, "1");
          }}
        >
          Start empty
        </Button>
      </div>
    </Card>
  );
}

function AddButton({ variant }: { variant: "primary" | "secondary" }) {
  const add = useAddSampleData();
  return (
    <Button
      variant={variant}
      size={variant === "primary" ? "md" : "sm"}
      isPending={add.isPending}
      onClick={() =>
        add.mutate(undefined, {
          onSuccess: () => toast.success("Added the sample data"),
          onError: (error) => toast.error(error.message),
        })
      }
    >
      Add sample data
    </Button>
  );
}

function Remove() {
  const [isOpen, setIsOpen] = useState(false);
  const remove = useRemoveSampleData();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted-foreground">
      This workspace holds sample data.
      <Button size="sm" onClick={() => setIsOpen(true)}>
        Remove sample data
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title="Remove the sample data?"
        description={
          <p>
            The sample tickets with all that was added to them, the sample customers and chat, webhook,
            subscription and echo receiver go. Nothing else does; the logs keep what happened.
          </p>
        }
        confirmLabel="Remove sample data"
        onConfirm={async () => {
          await remove.mutateAsync();
          toast.success("Removed the sample data");
        }}
      />
    </div>
  );
}
