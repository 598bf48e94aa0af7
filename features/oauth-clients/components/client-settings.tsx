"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ErrorState } from "@/components/error-state";
import { FormSection } from "@/components/form-section";
import { toast } from "@/components/toast";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useCan } from "@/features/auth/hooks";
import { oauthClientQuery, useUpdateOAuthClient } from "@/features/oauth-clients/hooks";
import { TYPE_LABELS } from "@/features/oauth-clients/labels";
import { oauthClientsHref } from "@/features/oauth-clients/links";
import type { OAuthClient } from "@/features/oauth-clients/schema";
import { DeleteClientDialog } from "./delete-client-dialog";
import { EditClientForm } from "./edit-client-form";
import { RotateClientDialog } from "./rotate-client-dialog";

/** The Settings tab: the form, and what can be done with the app as a whole. */
export function ClientSettings({ id }: { id: string }) {
  const { data: client, error, refetch } = useQuery(oauthClientQuery(id));
  if (!client && !error) return <Skeleton className="h-72 w-full rounded-lg" />;
  if (!client)
    return <ErrorState title="The app could not be loaded" error={error} onRetry={() => void refetch()} />;
  return (
    <div className="flex flex-col gap-8">
      <SecretSection client={client} />
      <EditClientForm key={client.id} client={client} />
      <AvailabilitySection client={client} />
      <DeleteSection client={client} />
    </div>
  );
}

function SecretSection({ client }: { client: OAuthClient }) {
  const canWrite = useCan("oauth_clients:write");
  const [isOpen, setOpen] = useState(false);
  const isRotating = client.previousSecretExpiresAt !== null;
  if (client.type === "public") {
    return (
      <FormSection title="Type" description="Chosen when it was created.">
        <p className="text-sm">
          {TYPE_LABELS.public.label}. {TYPE_LABELS.public.hint}
        </p>
      </FormSection>
    );
  }
  return (
    <FormSection
      title="Secret"
      description="The app proves itself with it. It was shown once and can't be read again."
    >
      <div className="flex flex-wrap items-center gap-3">
        <span className="font-mono text-xs">rpl_cs_…{client.secretLastFour}</span>
        <Button size="sm" disabled={!canWrite || isRotating} onClick={() => setOpen(true)}>
          Rotate secret
        </Button>
      </div>
      {isRotating && (
        <p className="text-sm text-muted-foreground">
          It was just rotated: end the overlap before you rotate it again.
        </p>
      )}
      <RotateClientDialog client={client} isOpen={isOpen} onOpenChange={setOpen} />
    </FormSection>
  );
}

/** Either way back is one press, so nothing is asked. */
function AvailabilitySection({ client }: { client: OAuthClient }) {
  const canWrite = useCan("oauth_clients:write");
  const update = useUpdateOAuthClient(client.id);

  function toggle() {
    const isActive = !client.isActive;
    update.mutate(
      { isActive },
      {
        onSuccess: () => toast.success(`“${client.name}” ${isActive ? "enabled" : "disabled"}`),
        onError: (error) => toast.error(error.message),
      },
    );
  }

  return (
    <FormSection
      title={client.isActive ? "Disable" : "Enable"}
      description="While it is disabled nobody connects, and none of its tokens works. Its sessions stay."
    >
      <span>
        <Button disabled={!canWrite} isPending={update.isPending} onClick={toggle}>
          {client.isActive ? "Disable app" : "Enable app"}
        </Button>
      </span>
    </FormSection>
  );
}

function DeleteSection({ client }: { client: OAuthClient }) {
  const router = useRouter();
  const canWrite = useCan("oauth_clients:write");
  const [isOpen, setOpen] = useState(false);
  return (
    <FormSection title="Delete" description="Ends all of its sessions, for good. The tickets stay.">
      <span>
        <Button variant="danger" disabled={!canWrite} onClick={() => setOpen(true)}>
          Delete app
        </Button>
      </span>
      <DeleteClientDialog
        client={client}
        isOpen={isOpen}
        onOpenChange={setOpen}
        onDeleted={() => router.push(oauthClientsHref())}
      />
    </FormSection>
  );
}
