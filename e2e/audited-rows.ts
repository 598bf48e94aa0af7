import { toldDiagnostics } from "@/features/tickets/stored-diagnostics";
import type { Api } from "./api";

export type Fields = Record<string, unknown>;

interface Target {
  type: string;
  id: string;
}

/** How the fields of a target are read that are on record under another name or in another form than the API shows them. */
const READERS: Record<string, { path: string; fields(row: Fields): Fields }> = {
  token: {
    path: "/api/v1/tokens",
    // But for a revocation its status follows from its dates.
    fields: ({ status, ...row }) => (status === "revoked" ? { ...row, status } : row),
  },
  ticket: {
    path: "/api/v1/tickets",
    fields: ({ mergedIntoId, mergedIntoNumber: number, customer, diagnostics, ...row }) => ({
      ...row,
      diagnostics: toldDiagnostics(diagnostics),
      customer: idOf(customer),
      mergedInto: mergedIntoId === null ? null : { id: mergedIntoId, number },
    }),
  },
  chat: { path: "/api/v1/chats", fields: ({ ticket, ...row }) => ({ ...row, ticket: numberOf(ticket) }) },
  customer: { path: "/api/v1/customers", fields: ({ agent, ...row }) => ({ ...row, agentId: idOf(agent) }) },
  incoming_webhook: {
    path: "/api/v1/incoming-webhooks",
    fields: ({ paused, ...row }) => ({ ...row, pauseNote: Object(paused).note ?? null }),
  },
  subscription: {
    path: "/api/v1/subscriptions",
    fields: ({ createdBy, ...row }) => ({ ...row, owner: Object(createdBy).name }),
  },
  echo_receiver: { path: "/api/v1/echo-receivers", fields: (row) => row },
  delivery: { path: "/api/v1/deliveries", fields: (row) => row },
  mail: { path: "/api/v1/mails", fields: (row) => row },
  event_type: { path: "/api/v1/event-types", fields: (row) => row },
  oauth_client: { path: "/api/v1/oauth-clients", fields: (row) => row },
  user: { path: "/api/v1/users", fields: (row) => row },
  invitation: { path: "/api/v1/invitations", fields: (row) => row },
  team: {
    path: "/api/v1/teams",
    fields: ({ members, ...row }) => ({
      ...row,
      members: Array.isArray(members) ? members.map(({ id, name }) => `${name} (${id})`) : members,
    }),
  },
};

/** As `api` sees the target now; empty for what has no page of its own, or is gone. */
export async function readFields(api: Api, { type, id }: Target): Promise<Fields> {
  const reader = READERS[type];
  if (!reader) return {};
  const { status, body } = await api.get(`${reader.path}/${id}`);
  return status === 200 ? reader.fields(Object(body)) : {};
}

const TOLD = ["ticket", "customer"];

/** The same as the API shows it, of what events tell of in that form. */
export async function readRow(api: Api, { type, id }: Target): Promise<Fields> {
  if (!TOLD.includes(type)) return {};
  const { status, body } = await api.get(`${READERS[type]?.path}/${id}`);
  if (status !== 200) return {};
  return type === "ticket"
    ? { ...Object(body), diagnostics: toldDiagnostics(Object(body).diagnostics) }
    : Object(body);
}

function idOf(value: unknown): unknown {
  return value === null ? null : Object(value).id;
}

function numberOf(ticket: unknown): string | null {
  return ticket === null ? null : `#${Object(ticket).number}`;
}
