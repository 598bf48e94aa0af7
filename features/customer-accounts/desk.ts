import "server-only";
import { type Desk, findFirstDesk, readDesk } from "@/features/customer-accounts/queries";
import { findClient } from "@/features/oauth-clients/find-client";

/** Whose customer somebody is who has not signed in: of the desk whose app brought them, or of the first. Null for an app that is not known. */
export async function findDesk(clientId: string): Promise<Desk | null> {
  if (clientId === "") return findFirstDesk();
  const client = await findClient(clientId);
  return client && readDesk(client.organizationId);
}
