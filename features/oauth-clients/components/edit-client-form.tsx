"use client";

import { SettingsForm } from "@/components/settings-form";
import { useConfirmation } from "@/features/auth/confirmation-hooks";
import { useCan } from "@/features/auth/hooks";
import { updateOAuthClientEndpoint } from "@/features/oauth-clients/contract";
import { toChanges, toFormValues } from "@/features/oauth-clients/form-values";
import { useUpdateOAuthClient } from "@/features/oauth-clients/hooks";
import type { OAuthClient } from "@/features/oauth-clients/schema";
import { ClientFormFields } from "./client-form-fields";
import { useClientForm } from "./use-client-form";

export function EditClientForm({ client }: { client: OAuthClient }) {
  const canWrite = useCan("oauth_clients:write");
  const form = useClientForm(toFormValues(client));
  const update = useUpdateOAuthClient(client.id);
  useConfirmation(updateOAuthClientEndpoint, canWrite);
  return (
    <SettingsForm
      form={form}
      initial={client}
      canWrite={canWrite}
      toFormValues={toFormValues}
      toChanges={toChanges}
      save={update.mutateAsync}
    >
      {() => <ClientFormFields isNew={false} />}
    </SettingsForm>
  );
}
