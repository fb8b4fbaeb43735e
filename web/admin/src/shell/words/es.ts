import type { Translation } from "../../i18n";
import type { en } from "./en";

export const es: Translation<typeof en> = {
  support: "Atención al cliente",
  programme: "Programa",
  finance: "Finanzas",
  contact: "Mensajes",
  operation: "Operación",
};
