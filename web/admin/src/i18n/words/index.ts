/** Words that every room uses. */
import { catalogue } from "../LanguageProvider";

export const useCommonWords = catalogue({
  en: async () => (await import("./en")).en,
  de: async () => (await import("./de")).de,
  sv: async () => (await import("./sv")).sv,
  es: async () => (await import("./es")).es,
});
