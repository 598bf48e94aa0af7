"use client";

import { createContext, type ReactNode, useContext, useState } from "react";

export const SETTINGS_FORM_ID = "subscription-settings";
export const SAVE_AND_TEST_ID = "save-and-test";

interface UnsavedSettings {
  /** The page's form has values that are not saved: a test would be sent with others than those it shows. */
  isDirty: boolean;
  setIsDirty(isDirty: boolean): void;
  isTesting: boolean;
  setIsTesting(isTesting: boolean): void;
}

const Unsaved = createContext<UnsavedSettings>({
  isDirty: false,
  setIsDirty: () => {},
  isTesting: false,
  setIsTesting: () => {},
});

export const useUnsavedSettings = () => useContext(Unsaved);

/** Lets a page's header know of the form below it. */
export function UnsavedSettingsProvider({ children }: { children: ReactNode }) {
  const [isDirty, setIsDirty] = useState(false);
  const [isTesting, setIsTesting] = useState(false);
  return <Unsaved value={{ isDirty, setIsDirty, isTesting, setIsTesting }}>{children}</Unsaved>;
}
