import type { Translation } from "../../../i18n";
import type { en } from "./en";

export const de: Translation<typeof en> = {
  title: "Protokoll",
  lead: "Jeder Befehl von Mitarbeitern und Diensten: wer ihn gab, wann und mit welcher Eingabe.",
  when: "Wann",
  actor: "Von",
  action: "Befehl",
  target: "Betrifft",
  details: "Eingabe",
  from: "Von Tag",
  to: "Bis Tag",
  whole: "Geben Sie ganze Namen ein, wie sie in der Liste stehen.",
  nothing: "Noch keine Befehle",
};
