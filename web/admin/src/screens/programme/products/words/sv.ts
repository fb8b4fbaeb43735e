import type { Translation } from "../../../../i18n";
import type { en } from "./en";

export const sv: Translation<typeof en> = {
  title: "Produktpoäng",
  lead: "Produkter som kan köpas för poäng, eller som ger egna poäng.",
  new: "Lägg till en produkt",
  search: "SKU",
  none: "Ingen produkt har egna poäng än",
  noneText: "Ordrar ger poäng enligt växlingskursen. Här kan en produkt ge mer, eller ha ett pris i poäng.",
  notFound: "Ingen produkt med poäng har detta i sin SKU",
  sku: "SKU",
  needed: "Kostar (poäng)",
  neededHelp: "En enhet kan betalas med så många poäng.",
  notForPoints: "Inte för poäng",
  received: "Ger (poäng)",
  receivedHelp: "Så många ger en enhet, utöver kursen.",
  noneSet: "Inga",
  byRate: "Ger enligt kursen",
  byRateHelp: "Av för presentkort, avgifter, tobak: pengar för det ger inget.",
  groups: "Andra poäng för grupper",
  groupsHelp: "I stället för vad produkten ger; 0 betyder inga poäng.",
  addGroup: "Lägg till en grupp",
  deleteTitle: "Ta bort poängen för {sku}?",
  deleteText: "Den kan då inte längre betalas med poäng och ger bara enligt kursen. Ordrar behåller det som sparades med dem.",
};
