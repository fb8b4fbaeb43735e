/** A cart rule as the form holds it, and as it is sent. */
import { decimal, text, whole, type Entered } from "../shared/fields";
import type { CartRule, RuleInput } from "./documents";

export interface RuleValues {
  name: string;
  active: boolean;
  websiteCodes: string[];
  customerGroupCodes: string[];
  fromDate: string;
  toDate: string;
  couponCode: string;
  priority: Entered;
  stopFurtherRules: boolean;
  subtotalFrom: Entered;
  subtotalTo: Entered;
  quantityFrom: Entered;
  skus: string[];
  skuMatch: "ANY" | "ALL";
  points: Entered;
  discountKind: "PERCENT" | "FIXED" | "";
  discountAmount: Entered;
  earningFactor: Entered;
}

export function valuesOf(rule: CartRule | null): RuleValues {
  return {
    name: rule?.name ?? "",
    active: rule?.active ?? true,
    websiteCodes: [...(rule?.websiteCodes ?? [])],
    customerGroupCodes: [...(rule?.customerGroupCodes ?? [])],
    fromDate: rule?.fromDate ?? "",
    toDate: rule?.toDate ?? "",
    couponCode: rule?.couponCode ?? "",
    priority: rule?.priority ?? 0,
    stopFurtherRules: rule?.stopFurtherRules ?? false,
    subtotalFrom: rule?.subtotalFrom ?? "",
    subtotalTo: rule?.subtotalTo ?? "",
    quantityFrom: rule?.quantityFrom ?? "",
    skus: [...(rule?.skus ?? [])],
    skuMatch: rule?.skuMatch ?? "ANY",
    points: rule?.points ?? "",
    discountKind: rule?.discountKind ?? "",
    discountAmount: rule?.discountAmount ?? "",
    earningFactor: rule?.earningFactor ?? "",
  };
}

export function sent(values: RuleValues): RuleInput {
  return {
    name: values.name.trim(),
    active: values.active,
    websiteCodes: values.websiteCodes,
    customerGroupCodes: values.customerGroupCodes,
    fromDate: text(values.fromDate),
    toDate: text(values.toDate),
    couponCode: text(values.couponCode),
    priority: whole(values.priority) ?? 0,
    stopFurtherRules: values.stopFurtherRules,
    subtotalFrom: decimal(values.subtotalFrom),
    subtotalTo: decimal(values.subtotalTo),
    quantityFrom: values.quantityFrom === "" ? null : Number(values.quantityFrom),
    skus: values.skus.length === 0 ? null : values.skus,
    skuMatch: values.skuMatch,
    points: whole(values.points),
    discountKind: values.discountKind === "" ? null : values.discountKind,
    discountAmount: values.discountKind === "" ? null : decimal(values.discountAmount),
    earningFactor: decimal(values.earningFactor),
  };
}

/** Tests whether it can be tried: a rule without a name or a gift is refused anyway. */
export function canBeTried(values: RuleValues): boolean {
  const { discountKind, discountAmount, points, earningFactor } = values;
  const hasDiscount = discountKind !== "" && discountAmount !== "";
  return (discountKind === "" || hasDiscount) && (hasDiscount || points !== "" || earningFactor !== "");
}
