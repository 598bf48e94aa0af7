"use client";

import { useShortcutsEnabled } from "./hotkeys";
import { Switch } from "./ui/switch";

export function ShortcutSwitch() {
  const [isEnabled, setEnabled] = useShortcutsEnabled();
  return (
    <Switch
      label="Single-key shortcuts"
      hint="Turn them off if you use speech input or another tool that sends keys. Saved in this browser."
      checked={isEnabled}
      onChange={(event) => setEnabled(event.target.checked)}
    />
  );
}
