import type { Translation } from "../../../../i18n";
import type { en } from "./en";

export const es: Translation<typeof en> = {
  website: "Sitio web",
  allWebsites: "Todos los sitios",
  group: "Grupo de clientes",
  allGroups: "Todos los grupos",
  saved: "Guardado.",
  deleted: "Eliminado.",
  restored: "Restaurado.",
  changedTitle: "Otra persona ha cambiado esto entretanto",
  changedText: "No se ha guardado nada, para que su cambio no se pierda. Mire primero lo más reciente.",
  showTheirs: "Mostrar lo más reciente",
  saveMine: "Guardar lo mío de todos modos",
  pointsUnit: "Puntos",
  unsaved: "Cambios sin guardar",
  discard: "Descartar",
  actions: "Acciones",
};
