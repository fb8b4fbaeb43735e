import type { Translation } from "../../../i18n";
import type { en } from "./en";

export const sv: Translation<typeof en> = {
  title: "Logg",
  lead: "Varje kommando från personal och tjänster: vem gav det, när och med vilka uppgifter.",
  when: "När",
  actor: "Av",
  action: "Kommando",
  target: "Gäller",
  details: "Uppgifter",
  from: "Från",
  to: "Till",
  whole: "Skriv hela namn, så som de står i listan.",
  nothing: "Inga kommandon än",
};
