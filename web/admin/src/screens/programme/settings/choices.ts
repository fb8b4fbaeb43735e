/** The choices of settings in words. */
import { useSettingWords } from "./words";

const CHOICES = ["STATIC", "DYNAMIC", "INSTANT", "END_OF_DAY", "END_OF_MONTH", "END_OF_YEAR", "CLAMP", "DEBT", "EACH", "FIRST"] as const;

export function useChoiceText(): (choice: string) => string {
  const t = useSettingWords();
  return (choice) => {
    const known = CHOICES.find((one) => one === choice);
    return known === undefined ? choice : t(known);
  };
}
