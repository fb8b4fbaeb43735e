import { catalogue } from "../../../i18n";

export const useWords = catalogue({
  en: async () => (await import("./en")).en,
  de: async () => (await import("./de")).de,
  sv: async () => (await import("./sv")).sv,
  es: async () => (await import("./es")).es,
});
