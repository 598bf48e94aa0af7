/** What was typed and not sent, kept in this browser so that a reload, a sign-out or a crash does not lose it. */
interface Draft {
  body: string;
  mode: string | null;
}

const PREFIX = "replify-draft:";
const EMPTY: Draft = { body: "", mode: null };

export function readDraft(key: string): Draft {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(PREFIX + key) ?? "null");
    if (typeof stored !== "object" || stored === null) return EMPTY;
    const body: unknown = Reflect.get(stored, "body");
    const mode: unknown = Reflect.get(stored, "mode");
    return typeof body === "string" ? { body, mode: typeof mode === "string" ? mode : null } : EMPTY;
  } catch {
    return EMPTY;
  }
}

export function writeDraft(key: string, draft: Draft): void {
  try {
    if (draft.body.trim() === "") localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, JSON.stringify(draft));
  } catch {
    // Storage can be full or blocked; the text in the field is still there.
  }
}

/** Forgets the draft unless something else was typed in the meantime. */
export function forgetDraft(key: string, sent: string): void {
  if (readDraft(key).body === sent) writeDraft(key, EMPTY);
}
