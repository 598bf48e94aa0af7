"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { CreateForm } from "@/components/create-form";
import { toast } from "@/components/toast";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { createOAuthClientEndpoint } from "@/features/oauth-clients/contract";
import { type ClientFormValues, EMPTY_VALUES, toInput } from "@/features/oauth-clients/form-values";
import { useCreateOAuthClient, useRefreshOAuthClients } from "@/features/oauth-clients/hooks";
import { oauthClientHref, oauthClientsHref } from "@/features/oauth-clients/links";
import type { CreatedOAuthClient } from "@/features/oauth-clients/schema";
import { ClientFormFields } from "./client-form-fields";
import { ClientReveal } from "./client-reveal";
import { useClientForm } from "./use-client-form";

/** Creates an app, shows its secret once if it has one, and goes to its page. */
export function CreateClientForm() {
  const router = useRouter();
  const form = useClientForm(EMPTY_VALUES);
  const create = useCreateOAuthClient();
  useConfirmation(createOAuthClientEndpoint);
  const refresh = useRefreshOAuthClients();
  const [created, setCreated] = useState<CreatedOAuthClient | null>(null);

  function leave({ id }: CreatedOAuthClient) {
    void refresh();
    router.push(oauthClientHref(id));
  }

  async function save(values: ClientFormValues) {
    const answer = await create.mutateAsync(toInput(values));
    create.reset();
    setCreated(answer);
    if (answer.clientSecret !== undefined) return;
    toast.success(`App “${answer.name}” created`);
    leave(answer);
  }

  return (
    <CreateForm
      form={form}
      save={save}
      isCreated={created !== null}
      submitLabel="Create app"
      cancelHref={oauthClientsHref()}
      fields={<ClientFormFields isNew />}
    >
      {created?.clientSecret !== undefined && (
        <ClientReveal client={created} secret={created.clientSecret} onClose={() => leave(created)} />
      )}
    </CreateForm>
  );
}
