import type { Translation } from "../../../../i18n";
import type { en } from "./en";

export const de: Translation<typeof en> = {
  title: "Produktpunkte",
  lead: "Produkte, die mit Punkten gekauft werden können oder eigene Punkte bringen.",
  new: "Produkt hinzufügen",
  search: "SKU",
  none: "Noch kein Produkt hat eigene Punkte",
  noneText: "Bestellungen sammeln nach dem Umrechnungskurs. Hier kann ein Produkt mehr bringen oder einen Preis in Punkten haben.",
  notFound: "Kein Produkt mit Punkten hat das in seiner SKU",
  sku: "SKU",
  needed: "Kostet (Punkte)",
  neededHelp: "Ein Stück kann mit so vielen Punkten bezahlt werden.",
  notForPoints: "Nicht für Punkte",
  received: "Bringt (Punkte)",
  receivedHelp: "So viele bringt ein Stück, neben dem Kurs.",
  noneSet: "Keine",
  byRate: "Sammelt nach dem Kurs",
  byRateHelp: "Aus für Geschenkkarten, Gebühren, Tabak: Geld dafür bringt nichts.",
  groups: "Andere Punkte für Gruppen",
  groupsHelp: "Anstelle dessen, was das Produkt bringt; 0 heißt: keine Punkte.",
  addGroup: "Gruppe hinzufügen",
  deleteTitle: "Punkte von {sku} entfernen?",
  deleteText: "Es kann dann nicht mehr mit Punkten bezahlt werden und sammelt nur nach dem Kurs. Bestellungen behalten, was mit ihnen festgehalten wurde.",
};
