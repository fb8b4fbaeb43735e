import type { Translation } from "../../../i18n";
import type { en } from "./en";

export const es: Translation<typeof en> = {
  title: "Registro",
  lead: "Cada orden del personal y de los servicios: quién la dio, cuándo y con qué datos.",
  when: "Cuándo",
  actor: "Por",
  action: "Orden",
  target: "Sobre",
  details: "Datos",
  from: "Desde",
  to: "Hasta",
  whole: "Escriba nombres completos, tal como aparecen en la lista.",
  nothing: "Aún no hay órdenes",
};
