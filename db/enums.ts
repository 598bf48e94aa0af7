/** Plain tuples behind the database enums and the Zod enums; safe to import in the browser. */
/** `unverified`: its target has not answered the handshake yet. */
export const SUBSCRIPTION_STATUSES = ["active", "unverified", "paused", "disabled"] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

export const SUBSCRIPTION_LEVELS = ["organization", "team", "account", "sequence"] as const;
export type SubscriptionLevel = (typeof SUBSCRIPTION_LEVELS)[number];

/** How a delivery looks on the wire. */
export const DELIVERY_FORMATS = [
  "replify",
  "replicer",
  "reply_v3",
  "rest_hooks",
  "slack",
  "discord",
  "cloudevents",
  "thin",
] as const;
export type DeliveryFormat = (typeof DELIVERY_FORMATS)[number];

/** How a target shows that it wants what it is sent; `x_hook_secret` is the handshake of REST Hooks. */
export const SUBSCRIPTION_VERIFICATIONS = ["none", "x_hook_secret"] as const;
export type SubscriptionVerification = (typeof SUBSCRIPTION_VERIFICATIONS)[number];

/** `sent`: there is no answer yet. */
export const HANDSHAKE_OUTCOMES = ["sent", "verified", "failed"] as const;

export const DELIVERY_STATUSES = [
  "pending",
  "sending",
  "retrying",
  "succeeded",
  "failed",
  "held",
  "canceled",
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** What can still become of a delivery, by its status. The table's partial indexes and every query are made of these sets. */
export const DELIVERY_STATES = {
  /** Its next attempt is still to come. */
  waiting: ["pending", "retrying"],
  retrying: ["retrying"],
  sending: ["sending"],
  /** Waiting or being sent. */
  open: ["pending", "retrying", "sending"],
  held: ["held"],
  finished: ["succeeded", "failed", "canceled"],
  failed: ["failed"],
  /** Held, or ended without success. */
  undelivered: ["failed", "canceled", "held"],
} as const satisfies Record<string, readonly DeliveryStatus[]>;
export type DeliveryState = keyof typeof DELIVERY_STATES;

/** Why a delivery is held; found when it is read, so that it is never out of date. */
export const HELD_REASONS = ["subscription", "verification", "owner", "decision"] as const;
export type HeldReason = (typeof HELD_REASONS)[number];

export const ATTEMPT_TRIGGERS = ["first", "retry", "manual", "test"] as const;
export type AttemptTrigger = (typeof ATTEMPT_TRIGGERS)[number];
/** Of attempts that a person asked for. */
export const MANUAL_TRIGGERS = ["manual", "test"] as const satisfies readonly AttemptTrigger[];

/** What a person can have beside a password. */
export const FACTOR_KINDS = ["passkey", "authenticator_app"] as const;
export type FactorKind = (typeof FACTOR_KINDS)[number];

/** With which of them a session was opened. */
export const SESSION_FACTORS = [...FACTOR_KINDS, "recovery_code"] as const;
export type SessionFactor = (typeof SESSION_FACTORS)[number];

export const AUDIT_ACTORS = ["user", "token", "customer", "system"] as const;
/** Why a call was refused to somebody we know. */
export const REFUSAL_KINDS = ["scope", "role", "network", "other"] as const;
export const AUDIT_OUTCOMES = ["success", "failure"] as const;

/** In the order in which they are removed: what sends goes before what it tells of. */
export const SAMPLE_KINDS = [
  "subscription",
  "echo_receiver",
  "incoming_webhook",
  "ticket",
  "chat",
  "customer",
] as const;
export type SampleKind = (typeof SAMPLE_KINDS)[number];

export const TICKET_STATUSES = ["open", "pending", "resolved", "closed"] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

export const TICKET_PRIORITIES = ["low", "normal", "high", "urgent"] as const;
export type TicketPriority = (typeof TICKET_PRIORITIES)[number];

/** `account`: written by the customer at /account. */
export const TICKET_SOURCES = [
  "manual",
  "api",
  "incoming_webhook",
  "chat",
  "troubleshooter",
  "account",
] as const;
export type TicketSource = (typeof TICKET_SOURCES)[number];

/** The forms that tell of a customer's site: our own, WordPress's and WooCommerce's, and the sender's own findings without any. */
export const REPORT_SOURCES = [
  "environment",
  "siteHealth",
  "siteHealthText",
  "wooSystemStatus",
  "siteHealth+wooSystemStatus",
  "siteHealthText+wooSystemStatus",
  "diagnosis",
] as const;

export const COMMENT_VISIBILITIES = ["public", "internal"] as const;

export const AUTHOR_TYPES = ["user", "customer", "token", "system"] as const;

export const IDENTITY_KINDS = ["email", "phone", "external_id"] as const;

/** Of a mail with answers. `skipped`: something stood in its way, which is no failure; `bounced`: the customer's address was refused. */
export const MAIL_STATUSES = ["waiting", "sending", "sent", "bounced", "failed", "skipped"] as const;

/** Why a mail was not sent. */
export const MAIL_OBSTACLES = [
  "no_server",
  "customer_gone",
  "ticket_gone",
  "no_address",
  "switched_off",
  "address_bounced",
  "too_many",
] as const;
export type MailObstacle = (typeof MAIL_OBSTACLES)[number];

export const CHAT_STATUSES = ["open", "ended"] as const;

export const INCOMING_ACTIONS = ["create_ticket", "add_comment", "update_status", "post_message"] as const;
export type IncomingAction = (typeof INCOMING_ACTIONS)[number];

/** Those that send to incoming webhooks, each with a way of signing. */
export const SENDERS = [
  "replify",
  "standard_webhooks",
  "github",
  "stripe",
  "slack",
  "shopify",
  "gitlab",
  "woocommerce",
  "sentry",
  "pagerduty",
  "typeform",
  "linear",
  "zendesk",
  "intercom",
  "hubspot",
  "twilio",
  "mailgun",
  "postmark",
  "sendgrid",
  "alertmanager",
  "grafana",
  "discord",
  "zoom",
  "trello",
] as const;
export type Sender = (typeof SENDERS)[number];

/** `generic`: the webhook itself says how its sender signs. */
export const SIGNATURE_SCHEMES = [...SENDERS, "generic"] as const;
export type SignatureScheme = (typeof SIGNATURE_SCHEMES)[number];

/** What becomes of a ticket that is solved when somebody answers. */
export const ON_CLOSED = ["reopen", "new_ticket", "keep"] as const;
export type OnClosed = (typeof ON_CLOSED)[number];

/** What an accepted request did. */
export const REQUEST_OUTCOMES = ["created", "commented", "updated", "ignored"] as const;
export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];

export const INCOMING_STATUSES = ["active", "paused"] as const;

/**
 * `held`: kept while the webhook is paused, to be processed when it resumes. `queued`: over the webhook's limit, or behind others that wait.
 * `ignored`: right, but the webhook's rules want nothing done.
 */
export const REQUEST_RESULTS = [
  "accepted",
  "ignored",
  "duplicate",
  "rejected",
  "queued",
  "held",
  "error",
] as const;
export type RequestResult = (typeof REQUEST_RESULTS)[number];

/** Of requests that are still to be processed, although their sender was answered. */
export const WAITING_RESULTS: readonly RequestResult[] = ["queued", "held"];

/** Why a signature is not accepted. */
export const SIGNATURE_PROBLEMS = [
  "missing_signature",
  "other_scheme",
  "malformed_signature",
  "missing_timestamp",
  "stale_timestamp",
  "bad_signature",
] as const;

/** Why a request was not accepted, as its row in the log says. */
export const REFUSAL_REASONS = [
  ...SIGNATURE_PROBLEMS,
  "ip_not_allowed",
  "too_large",
  "rate_limited",
  "malformed_json",
  "malformed_body",
  "unsupported_body",
  "not_post",
  "unusable_payload",
  "idempotency_key_reused",
  "paused",
  "loop",
  "discarded",
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** Refusals that a new secret, scheme, mapping, allow-list, a resume or a second look may mend. A loop and what was cut off stay refused. */
export const MENDABLE_REASONS = [
  "other_scheme",
  "bad_signature",
  "stale_timestamp",
  "ip_not_allowed",
  "too_large",
  "rate_limited",
  "unusable_payload",
  "idempotency_key_reused",
  "paused",
] as const satisfies readonly RefusalReason[];

/** Who may make an account: anybody, whoever was invited, or whoever the desk knows by the address. */
export const REGISTRATION_POLICIES = ["open", "invitation", "known"] as const;

export const CUSTOMER_LINK_PURPOSES = [
  "verify_email",
  "reset_password",
  "invitation",
  "sign_in",
  "change_email",
] as const;

export const OAUTH_CLIENT_TYPES = ["public", "confidential"] as const;

export const OAUTH_GRANTS = ["authorization_code", "refresh_token", "device_code"] as const;

/** What a customer can let an app do. */
export const OAUTH_SCOPES = ["troubleshooter", "profile"] as const;
export type OAuthScope = (typeof OAUTH_SCOPES)[number];

/** How a customer's grant to an app came about. */
export const SESSION_ORIGINS = ["authorization_code", "device_code", "password"] as const;
export type SessionOrigin = (typeof SESSION_ORIGINS)[number];

/** `reuse`: a code or refresh token came a second time. `account`: its password was reset, or the customer was erased. */
export const SESSION_END_REASONS = ["client", "customer", "admin", "reuse", "account"] as const;
export type SessionEndReason = (typeof SESSION_END_REASONS)[number];

export const DEVICE_REQUEST_STATUSES = ["pending", "approved", "denied", "used"] as const;
