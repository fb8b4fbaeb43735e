/** The app's languages: which there are, which one a person has chosen or their browser asks for. */

export const LANGUAGES = { en: "English", de: "Deutsch", sv: "Svenska", es: "Español" } as const;
export type Language = keyof typeof LANGUAGES;

const KEY = "guerdon admin language";

export function isLanguage(text: string | null | undefined): text is Language {
  return text != null && Object.hasOwn(LANGUAGES, text);
}

export function firstLanguage(): Language {
  const chosen = localStorage.getItem(KEY);
  if (isLanguage(chosen)) return chosen;
  const wanted = navigator.languages.map((tag) => tag.split("-")[0]?.toLowerCase());
  return wanted.find(isLanguage) ?? "en";
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
}
