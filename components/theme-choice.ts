import { useSyncExternalStore } from "react";
import { parseTheme, preferenceCookie, THEME_COOKIE, type Theme } from "@/lib/theme";

export const THEME_CHOICES = [
  { value: "system", label: "Same as device" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

const listeners = new Set<() => void>();

/** The theme of this browser, and how to choose another; the page has it from its cookie. */
export function useTheme(initial: Theme): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore(
    subscribe,
    () => parseTheme(document.documentElement.dataset.theme),
    () => initial,
  );
  return [theme, chooseTheme];
}

function chooseTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http.
  document.cookie = preferenceCookie(THEME_COOKIE, theme);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
