"use client";

import { createContext, type ReactNode, useContext, useState } from "react";
import { LANGUAGE_COOKIE, type Language, parseLanguage } from "@/features/api-reference/languages";
import { preferenceCookie } from "@/lib/theme";

interface LanguageChoice {
  language: Language;
  choose: (value: string) => void;
}

const LanguageContext = createContext<LanguageChoice>({ language: "curl", choose: () => {} });

/** One choice for every sample of the page, kept in a cookie so that the server starts with it. */
export function LanguageProvider({ initial, children }: { initial: Language; children: ReactNode }) {
  const [language, setLanguage] = useState(initial);

  function choose(value: string) {
    const next = parseLanguage(value);
    setLanguage(next);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http.
    document.cookie = preferenceCookie(LANGUAGE_COOKIE, next);
  }

  return <LanguageContext value={{ language, choose }}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageChoice {
  return useContext(LanguageContext);
}
