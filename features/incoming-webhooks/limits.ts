export const MAX_RULES = 20;
/** Of a path or template: longer than any that a person reads. */
export const MAX_SOURCE_LENGTH = 4000;
/** That are known of a request: as many as a form may have. */
export const MAX_FILES = 1_000;
/** Of a body, unless a webhook says otherwise. */
export const DEFAULT_BODY_LIMIT = 1024 * 1024;
/** That a webhook can take at most. */
export const MAX_BODY_LIMIT = 25 * 1024 * 1024;
/** Bodies that one process holds at once, all webhooks together. */
export const MAX_BODY_BYTES_IN_FLIGHT = 64 * 1024 * 1024;
