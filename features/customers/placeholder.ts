/** What programs write where they know nobody, without signs. */
const NOBODY = new Set([
  "anon",
  "anonymous",
  "false",
  "guest",
  "na",
  "nan",
  "nil",
  "none",
  "notset",
  "null",
  "objectobject",
  "true",
  "undefined",
  "unknown",
  "visitor",
]);

const UNREAD_MAILBOXES = new Set([
  "anonymous",
  "donotreply",
  "mailerdaemon",
  "nobody",
  "none",
  "noreply",
  "null",
  "undefined",
]);

/** A template that nobody filled in. */
const TEMPLATE = /\{\{.*\}\}|\$\{.*\}|<%.*%>/s;

/** Whether many people would share the id: `0`, `-1`, `null`, `(none)`, `guest`, `{{user.id}}` or nothing. */
export function isPlaceholderId(value: string): boolean {
  const text = value.normalize("NFKC").trim().toLowerCase();
  const letters = text.replace(/[^\p{L}\p{N}]/gu, "");
  return text === "-1" || /^0*$/.test(letters) || NOBODY.has(letters) || TEMPLATE.test(text);
}

/** Whether the address is one that everybody writes from and nobody reads. */
export function isPlaceholderEmail(email: string): boolean {
  const mailbox = email.slice(0, email.lastIndexOf("@"));
  return UNREAD_MAILBOXES.has(mailbox.replace(/[-_.]/g, ""));
}

/** Whether the digits were typed only to fill the field: all the same, or one after the other. */
export function isPlaceholderPhone(digits: string): boolean {
  const bare = digits.replaceAll("+", "");
  return /^(\d)\1*$/.test(bare) || "01234567890".includes(bare);
}
