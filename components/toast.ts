import type { ExternalToast } from "sonner";
import { withDirectionMarks } from "@/lib/direction-marks";

interface Toast {
  kind: "success" | "error" | "info";
  text: string;
  options: ExternalToast | undefined;
}

type Show = (toast: Toast) => void;

const waiting: Toast[] = [];
let show: Show | undefined;
let onFirst: (() => void) | undefined;

/** Says something in a corner for a while. Never put a secret in it. What shows it is loaded with the first one, or with the first click or key. */
export const toast = {
  success: (text: string, options?: ExternalToast) => tell("success", text, options),
  error: (text: string, options?: ExternalToast) => tell("error", text, options),
  info: (text: string, options?: ExternalToast) => tell("info", text, options),
};

/** What shows it makes its elements by itself. */
function tell(kind: Toast["kind"], said: string, options: Toast["options"]): void {
  const { description } = options ?? {};
  const more = typeof description === "string" && { description: withDirectionMarks(description) };
  const toast = { kind, text: withDirectionMarks(said), options: { ...options, ...more } };
  if (show) {
    show(toast);
  } else {
    waiting.push(toast);
    onFirst?.();
  }
}

/** For the one that loads what shows toasts. */
export function subscribeToFirstToast(listener: () => void): () => void {
  onFirst = listener;
  return () => {
    onFirst = undefined;
  };
}

export function hasToasts(): boolean {
  return show !== undefined || waiting.length > 0;
}

/** Shows those that wait, and from now on each at once. */
export function showToasts(by: Show): void {
  show = by;
  for (const toast of waiting.splice(0)) show(toast);
}
