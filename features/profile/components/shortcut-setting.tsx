"use client";

import { ShortcutSwitch } from "@/components/shortcut-sheet";
import { ProfileSection } from "./profile-section";

export function ShortcutSetting() {
  return (
    <ProfileSection title="Keyboard">
      <ShortcutSwitch />
    </ProfileSection>
  );
}
