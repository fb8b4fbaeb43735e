/** The language in use, and the words of a room in it. */
import { createContext, use, useEffect, useMemo, useState, useTransition, type ReactNode } from "react";
import { firstLanguage, rememberLanguage, type Language } from "./language";
import { fill, type English, type Facts, type Loaders, type Translation } from "./words";

interface InUse {
  language: Language;
  choose(language: Language): void;
}

const Context = createContext<InUse | null>(null);

export function LanguageProvider({ children }: { children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState(firstLanguage);
  const [, startTransition] = useTransition();
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const inUse = useMemo(
    () => ({
      language,
      choose: (chosen: Language) => {
        rememberLanguage(chosen);
        // What is shown stays until the words of the other language are there.
        startTransition(() => setLanguage(chosen));
      },
    }),
    [language],
  );
  return <Context value={inUse}>{children}</Context>;
}

export function useLanguage(): InUse {
  const inUse = use(Context);
  if (inUse === null) throw new Error("There is no LanguageProvider.");
  return inUse;
}

/** Says a word of a catalogue: `t("found", { count: 3 })`. */
export type Say<E extends English> = <K extends keyof E & string>(key: K, ...facts: Facts<E[K]>) => string;

/** Declare a room's words; the hook it returns waits for the language's file, which is loaded once. */
export function catalogue<E extends English>(loaders: Loaders<E>): () => Say<E> {
  const loaded = new Map<Language, Promise<Translation<E>>>();
  const load = (language: Language): Promise<Translation<E>> => {
    const known = loaded.get(language);
    if (known !== undefined) return known;
    const loading = loaders[language]();
    loaded.set(language, loading);
    loading.catch(() => loaded.delete(language));
    return loading;
  };
  return function useWords() {
    const { language } = useLanguage();
    const words = use(load(language));
    return useMemo(() => (key, ...facts) => fill(words[key], facts[0] ?? {}, language), [words, language]);
  };
}
