/** Cart rules in words: what they ask for, and what they give. */
import { useFormat } from "../../../i18n";
import type { CartRule } from "./documents";
import { useRuleWords } from "./words";

export function useGifts(): (rule: CartRule) => string[] {
  const t = useRuleWords();
  const format = useFormat();
  return (rule) => {
    const amount = rule.discountAmount;
    const discount =
      amount === null || rule.discountKind === null ? [] : [rule.discountKind === "PERCENT" ? t("percentOff", { percent: trimmed(amount) }) : t("amountOff", { amount: trimmed(amount) })];
    const factor = rule.earningFactor === null ? [] : [Number(rule.earningFactor) === 0 ? t("earnsNothing") : t("timesPoints", { factor: format.number(Number(rule.earningFactor)) })];
    return [...(rule.points === null ? [] : [t("points", { count: rule.points })]), ...discount, ...factor];
  };
}

export function useConditions(): (rule: CartRule) => string[] {
  const t = useRuleWords();
  const format = useFormat();
  return (rule) => {
    const { fromDate, toDate, couponCode, subtotalFrom, subtotalTo, quantityFrom, skus } = rule;
    return [
      ...(fromDate === null ? [] : [t("fromDay", { day: format.day(fromDate) })]),
      ...(toDate === null ? [] : [t("untilDay", { day: format.day(toDate) })]),
      ...(couponCode === null ? [] : [t("withCoupon", { code: couponCode })]),
      ...(subtotalFrom === null ? [] : [t("subtotalAtLeast", { amount: trimmed(subtotalFrom) })]),
      ...(subtotalTo === null ? [] : [t("subtotalAtMost", { amount: trimmed(subtotalTo) })]),
      ...(quantityFrom === null ? [] : [t("atLeastUnits", { quantity: format.number(quantityFrom) })]),
      ...(skus === null || skus.length === 0 ? [] : [(rule.skuMatch === "ALL" ? t("allSkus", { skus: skus.join(", ") }) : t("anySku", { skus: skus.join(", ") }))]),
      ...(rule.websiteCodes.length === 0 ? [] : [t("onWebsites", { codes: rule.websiteCodes.join(", ") })]),
      ...(rule.customerGroupCodes.length === 0 ? [] : [t("forGroups", { codes: rule.customerGroupCodes.join(", ") })]),
    ];
  };
}

/** Without the decimals that say nothing: "10.00" is 10. */
function trimmed(amount: string): string {
  return amount.replace(/\.0+$/, "");
}
