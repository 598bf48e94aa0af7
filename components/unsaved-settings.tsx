"use client";

import {
  createContext,
  type ReactNode,
  type SyntheticEvent,
  useContext,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";

/** Of the settings' form, for a button elsewhere on the page that submits it. */
export const SETTINGS_FORM_ID = "settings";
const SAVE_AND_TEST_ID = "save-and-test";

interface UnsavedSettings {
  /** The page's form has values that are not saved: a test would be made with others than those it shows. */
  isDirty: boolean;
  setIsDirty(isDirty: boolean): void;
  /** How often the form was saved for a test. */
  savedForTest: number;
  countSaved(): void;
}

const Unsaved = createContext<UnsavedSettings>({
  isDirty: false,
  setIsDirty: () => {},
  savedForTest: 0,
  countSaved: () => {},
});

/** Lets a page's header know of the form below it. */
export function UnsavedSettingsProvider({ children }: { children: ReactNode }) {
  const [isDirty, setIsDirty] = useState(false);
  const [savedForTest, setSavedForTest] = useState(0);
  const countSaved = () => setSavedForTest((count) => count + 1);
  return <Unsaved value={{ isDirty, setIsDirty, savedForTest, countSaved }}>{children}</Unsaved>;
}

/** For the header: what its button for a test is, which saves first while there is something to save. */
export function useTestButton(onTest: () => void) {
  const { isDirty, savedForTest } = useContext(Unsaved);
  const test = useEffectEvent(onTest);
  useEffect(() => {
    if (savedForTest > 0) test();
  }, [savedForTest]);
  return {
    isDirty,
    buttonProps: isDirty
      ? ({ type: "submit", form: SETTINGS_FORM_ID, id: SAVE_AND_TEST_ID } as const)
      : { onClick: onTest },
  };
}

/** For the form: tells the header that there is something to save, and when that was done for its test. */
export function useSaveForTest(isDirty: boolean) {
  const { setIsDirty, countSaved } = useContext(Unsaved);
  const isTestWanted = useRef(false);
  useEffect(() => {
    setIsDirty(isDirty);
    return () => setIsDirty(false);
  }, [isDirty, setIsDirty]);
  return {
    noteButton({ nativeEvent }: SyntheticEvent<HTMLElement, SubmitEvent>) {
      isTestWanted.current = nativeEvent.submitter?.id === SAVE_AND_TEST_ID;
    },
    onSaved() {
      if (isTestWanted.current) countSaved();
    },
  };
}
