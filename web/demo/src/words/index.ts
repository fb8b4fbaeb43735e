/** The shop's sentences by language; the kit brings its own. */
import { german } from "guerdon-storefront/words/de";
import { spanish } from "guerdon-storefront/words/es";
import { swedish } from "guerdon-storefront/words/sv";
import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import { sv } from "./sv";

export type Words = typeof en;
export type Language = "en" | "de" | "sv" | "es";

export const words: Record<Language, Words> = { en, de, sv, es };
export const kitWords = { en: {}, de: german, sv: swedish, es: spanish };
export const languages: Record<Language, string> = { en: "English", de: "Deutsch", sv: "Svenska", es: "Español" };

export const isLanguage = (code: unknown): code is Language => typeof code === "string" && code in words;
