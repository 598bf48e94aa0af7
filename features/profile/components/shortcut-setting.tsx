"use client";

import { ShortcutSwitch } from "@/components/shortcut-switch";
import { ProfileSection } from "./profile-section";

export function ShortcutSetting() {
  return (
    <ProfileSection title="Keyboard">
      <ShortcutSwitch />
    </ProfileSection>
  );
}
