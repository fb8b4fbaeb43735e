import type { Translation } from "../../i18n";
import type { en } from "./en";

export const sv: Translation<typeof en> = {
  support: "Kundtjänst",
  programme: "Program",
  finance: "Ekonomi",
  contact: "Meddelanden",
  operation: "Drift",
};
