import type { ExternalToast } from "sonner";

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
  success: (text: string, options?: ExternalToast) => tell({ kind: "success", text, options }),
  error: (text: string, options?: ExternalToast) => tell({ kind: "error", text, options }),
  info: (text: string, options?: ExternalToast) => tell({ kind: "info", text, options }),
};

function tell(toast: Toast): void {
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
