/** Words of the cart rules. */
import { catalogue } from "../../../../i18n";

export const useRuleWords = catalogue({
  en: async () => (await import("./en")).en,
  de: async () => (await import("./de")).de,
  sv: async () => (await import("./sv")).sv,
  es: async () => (await import("./es")).es,
});
