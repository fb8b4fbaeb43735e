/** Languages: words, and how numbers, money and dates are written. */
export { catalogue, LanguageProvider, useLanguage, type Say } from "./LanguageProvider";
export { LANGUAGES, isLanguage, type Language } from "./language";
export { useFormat, type Format, type Money } from "./useFormat";
export type { Plural, Translation } from "./words";
export { useCommonWords } from "./words/index";
