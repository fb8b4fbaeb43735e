import type { Translation } from "../../../../i18n";
import type { en } from "./en";

export const de: Translation<typeof en> = {
  website: "Website",
  allWebsites: "Alle Websites",
  group: "Kundengruppe",
  allGroups: "Alle Gruppen",
  saved: "Gespeichert.",
  deleted: "Gelöscht.",
  restored: "Wiederhergestellt.",
  changedTitle: "Das hat inzwischen jemand anderes geändert",
  changedText: "Es wurde nichts gespeichert, damit die andere Änderung nicht verloren geht. Sehen Sie sich zuerst den neuesten Stand an.",
  showTheirs: "Neuesten Stand zeigen",
  saveMine: "Trotzdem meine speichern",
  pointsUnit: "Punkte",
  unsaved: "Nicht gespeicherte Änderungen",
  discard: "Verwerfen",
  actions: "Aktionen",
};
