/**
 * What a ciphertext is bound to (lib/keyring.ts): its row and column, so that it opens nowhere else. A secret keeps the name when it becomes the
 * one from before a rotation.
 */
export const BOUND_TO = {
  subscriptionSecret: (id: string) => `subscription|${id}|secret`,
  subscriptionHookSecret: (id: string) => `subscription|${id}|hook_secret`,
  subscriptionHeaders: (id: string) => `subscription|${id}|headers`,
  incomingWebhookSecret: (id: string) => `incoming_webhook|${id}|secret`,
  authenticatorSecret: (id: string) => `factor|${id}|secret`,
  refreshToken: (id: string) => `oauth_refresh_token|${id}|token`,
  idempotentAnswer: (organizationId: number | string, actor: string, key: string) =>
    `idempotency|${organizationId}|${actor}|${key}`,
};

/** A column that holds ciphertexts. */
export interface EncryptedColumn {
  table: string;
  column: string;
  /** The columns of its primary key. */
  key: readonly [string, ...string[]];
  /** SQL for whose the row `t` is. */
  organization: string;
  /** By the values of the key. */
  boundTo(...key: string[]): string;
}

const OWN = "t.organization_id";

/** Every one there is, which a test holds against the schema. */
export const ENCRYPTED_COLUMNS: readonly EncryptedColumn[] = [
  byId("subscriptions", "secret_ciphertext", BOUND_TO.subscriptionSecret),
  byId("subscriptions", "previous_secret_ciphertext", BOUND_TO.subscriptionSecret),
  byId("subscriptions", "hook_secret_ciphertext", BOUND_TO.subscriptionHookSecret),
  byId("subscriptions", "headers_ciphertext", BOUND_TO.subscriptionHeaders),
  byId("subscriptions", "pending_headers_ciphertext", BOUND_TO.subscriptionHeaders),
  byId("incoming_webhooks", "secret_ciphertext", BOUND_TO.incomingWebhookSecret),
  byId("incoming_webhooks", "previous_secret_ciphertext", BOUND_TO.incomingWebhookSecret),
  {
    ...byId("factors", "secret_ciphertext", BOUND_TO.authenticatorSecret),
    // They belong to a person, who may be a member of several or of none any more.
    organization:
      "coalesce((select min(m.organization_id) from memberships m where m.user_id = t.user_id), (select min(o.id) from organizations o))",
  },
  {
    ...byId("oauth_refresh_tokens", "ciphertext", BOUND_TO.refreshToken),
    organization: "(select s.organization_id from oauth_sessions s where s.id = t.session_id)",
  },
  {
    table: "idempotency_keys",
    column: "answer_ciphertext",
    key: ["organization_id", "actor", "key"],
    organization: OWN,
    boundTo: (organizationId = "", actor = "", key = "") =>
      BOUND_TO.idempotentAnswer(organizationId, actor, key),
  },
];

function byId(table: string, column: string, boundTo: (id: string) => string): EncryptedColumn {
  return { table, column, key: ["id"], organization: OWN, boundTo: (id = "") => boundTo(id) };
}
