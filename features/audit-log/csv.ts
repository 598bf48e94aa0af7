import type { AuditEntry } from "@/features/audit-log/schema";

const BYTE_ORDER_MARK = "\uFEFF";
const LINE_END = "\r\n";
/** What a spreadsheet may take for the start of a formula (OWASP, CSV injection), in full width too, as some do in East Asia. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

const COLUMNS: Record<string, (entry: AuditEntry) => string | null> = {
  time: ({ createdAt }) => createdAt,
  actor_type: ({ actor }) => actor.type,
  actor_id: ({ actor }) => actor.id,
  actor_name: ({ actor }) => actor.name,
  action: ({ action }) => action,
  summary: ({ summary }) => summary,
  target_type: ({ target }) => target.type,
  target_id: ({ target }) => target.id,
  target_name: ({ target }) => target.name,
  outcome: ({ outcome }) => outcome,
  changes: ({ changes }) => (changes.length > 0 ? JSON.stringify(changes) : ""),
  ip: ({ ip }) => ip,
  user_agent: ({ userAgent }) => userAgent,
  request_id: ({ requestId }) => requestId,
  id: ({ id }) => id,
};

/** The first line, after the mark without which Excel reads UTF-8 as something else. */
export function csvHead(): string {
  return BYTE_ORDER_MARK + toLine(Object.keys(COLUMNS));
}

export function csvLine(entry: AuditEntry): string {
  return toLine(Object.values(COLUMNS).map((column) => column(entry) ?? ""));
}

/** A remark as a row like any other, so that strict parsers read on. */
export function csvRemark(text: string): string {
  return toLine(Object.keys(COLUMNS).map((_, index) => (index === 0 ? text : "")));
}

function toLine(cells: string[]): string {
  return cells.map(toCell).join(",") + LINE_END;
}

/** RFC 4180, and inert in a spreadsheet. */
function toCell(text: string): string {
  const inert = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
