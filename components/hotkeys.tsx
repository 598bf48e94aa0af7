"use client";

import { useEffectEvent, useLayoutEffect, useSyncExternalStore } from "react";
import { announce } from "./live-regions";

/** How long after `g` the second key still counts. */
const SEQUENCE_MS = 1_000;
const DISABLED_KEY = "replify-shortcuts-off";
const OPEN_DIALOG = '[role="dialog"][data-state="open"], [role="alertdialog"][data-state="open"]';
const TYPING =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"], [role="menu"]';

interface Hotkey {
  keys: string;
  label: string;
  group: string;
  scope: "page" | "dialog";
  run(): void;
}

interface HotkeyOptions {
  /** What it does, for the shortcut sheet. */
  label: string;
  group?: string;
  /** "dialog" works only while a dialog or drawer is open, "page" only while none is. */
  scope?: "page" | "dialog";
  isEnabled?: boolean;
}

let hotkeys: readonly Hotkey[] = [];
let pendingKey: { key: string; at: number } | null = null;
const listeners = new Set<() => void>();

/** Binds a key ("c"), a sequence ("g t"), both silent while the user types, or one with ⌘ or Ctrl ("mod+k") while the component is mounted. */
export function useHotkey(
  keys: string,
  handler: () => void,
  { label, group = "This page", scope = "page", isEnabled = true }: HotkeyOptions,
): void {
  const run = useEffectEvent(handler);
  // Before the browser paints: what can be seen can be reached, however fast one types.
  useLayoutEffect(() => {
    if (!isEnabled) return;
    const hotkey: Hotkey = { keys, label, group, scope, run: () => run() };
    setHotkeys([...hotkeys, hotkey]);
    return () => setHotkeys(hotkeys.filter((other) => other !== hotkey));
  }, [keys, label, group, scope, isEnabled]);
}

/** The shortcuts that work right now, for the shortcut sheet. */
export function useHotkeyList(): readonly Hotkey[] {
  return useSyncExternalStore(
    subscribe,
    () => hotkeys,
    () => hotkeys,
  );
}

/** Whether single-key shortcuts are on in this browser, and the switch for it (WCAG 2.1.4). */
export function useShortcutsEnabled(): [boolean, (isEnabled: boolean) => void] {
  const isEnabled = useSyncExternalStore(subscribe, areShortcutsEnabled, () => true);
  return [isEnabled, setShortcutsEnabled];
}

/** The one listener behind every `useHotkey`; the app shell mounts it. */
export function Hotkeys() {
  useLayoutEffect(() => {
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
  return null;
}

function onKeyDown(event: KeyboardEvent): void {
  if (!event.defaultPrevented && event.ctrlKey !== event.metaKey) onModifiedKey(event);
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target instanceof Element && event.target.closest(TYPING)) return;
  if (!areShortcutsEnabled()) return;
  const scope = document.querySelector(OPEN_DIALOG) ? "dialog" : "page";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const sequence =
    pendingKey && event.timeStamp - pendingKey.at < SEQUENCE_MS ? `${pendingKey.key} ${key}` : null;
  const hotkey = (sequence && findHotkey(sequence, scope)) || findHotkey(key, scope);
  pendingKey = hotkey ? null : { key, at: event.timeStamp };
  if (!hotkey) return;
  event.preventDefault();
  hotkey.run();
}

/** Works wherever the focus is, and with single keys switched off. */
function onModifiedKey(event: KeyboardEvent): void {
  if (event.altKey || event.shiftKey || event.isComposing) return;
  const hotkey = findHotkey(`mod+${event.key.toLowerCase()}`, "page");
  if (!hotkey) return;
  // Over a dialog, too: what the browser does with the same key would be a surprise.
  event.preventDefault();
  if (!document.querySelector(OPEN_DIALOG)) hotkey.run();
}

/** The latest binding wins, so a page may take over a key of the shell. */
function findHotkey(keys: string, scope: Hotkey["scope"]): Hotkey | undefined {
  return hotkeys.findLast((hotkey) => hotkey.keys === keys && hotkey.scope === scope);
}

function setHotkeys(next: readonly Hotkey[]): void {
  hotkeys = next;
  notify();
}

function areShortcutsEnabled(): boolean {
  try {
    return localStorage.getItem(DISABLED_KEY) === null;
  } catch {
    // Storage can be blocked by the browser; shortcuts then stay on.
    return true;
  }
}

function setShortcutsEnabled(isEnabled: boolean): void {
  try {
    if (isEnabled) localStorage.removeItem(DISABLED_KEY);
    else localStorage.setItem(DISABLED_KEY, "1");
  } catch {
    announce("This browser does not allow the choice to be saved");
  }
  notify();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function notify(): void {
  for (const listener of listeners) listener();
}
