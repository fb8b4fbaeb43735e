import type { Translation } from "../../../../i18n";
import type { en } from "./en";

export const sv: Translation<typeof en> = {
  website: "Webbplats",
  allWebsites: "Alla webbplatser",
  group: "Kundgrupp",
  allGroups: "Alla grupper",
  saved: "Sparat.",
  deleted: "Borttaget.",
  restored: "Återställt.",
  changedTitle: "Någon annan har ändrat detta under tiden",
  changedText: "Inget sparades, så att den andra ändringen inte går förlorad. Titta på det senaste först.",
  showTheirs: "Visa det senaste",
  saveMine: "Spara min ändå",
  pointsUnit: "Poäng",
  unsaved: "Ändringar som inte är sparade",
  discard: "Kasta",
  actions: "Åtgärder",
};
