export const LANGUAGES = [
  { id: "curl", label: "curl" },
  { id: "typescript", label: "TypeScript" },
  { id: "python", label: "Python" },
  { id: "go", label: "Go" },
  { id: "shell", label: "Shell" },
  { id: "php", label: "PHP" },
] as const;

export type Language = (typeof LANGUAGES)[number]["id"];

/** Remembers the choice; the server reads it, so that the first paint shows the right samples. */
export const LANGUAGE_COOKIE = "replify-sample-language";

export function parseLanguage(value: string | undefined): Language {
  return LANGUAGES.find(({ id }) => id === value)?.id ?? "curl";
}

/** The same thing said in one or more languages. */
export type Samples = Partial<Record<Language, string>>;
