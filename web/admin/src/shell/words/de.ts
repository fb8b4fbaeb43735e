import type { Translation } from "../../i18n";
import type { en } from "./en";

export const de: Translation<typeof en> = {
  support: "Kundendienst",
  programme: "Programm",
  finance: "Finanzen",
  contact: "Nachrichten",
  operation: "Betrieb",
};
