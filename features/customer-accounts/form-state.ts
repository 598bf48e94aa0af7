import type { Issue } from "@/lib/errors";

/** What comes back from a form about accounts. */
export interface AccountFormState {
  /** Counts the tries, so that each failed one moves the focus to its errors. */
  tries: number;
  issues: Issue[];
  /** A refusal of the whole form. */
  error: string | null;
  /** Done, with the next step elsewhere, e.g. in a mailbox. */
  isSent: boolean;
  /** What was typed, so that nobody types it twice. */
  values: Record<"email" | "name" | "subject" | "body", string>;
}

/** Characters of a long text. A form has 64 KiB, in which what came back from the last try goes along; a character takes up to 3 bytes. */
export const LONG_TEXT_MAX = 10_000;

export const START: AccountFormState = {
  tries: 0,
  issues: [],
  error: null,
  isSent: false,
  values: { email: "", name: "", subject: "", body: "" },
};
