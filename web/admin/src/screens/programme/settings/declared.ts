/** The settings as the page shows them: in Adobe's groups and ours, with the kind of their field. */
import type { Name, SettingsInput } from "./documents";

export type Kind = "switch" | "number" | "percent" | "text" | "long" | "codes" | ChoiceKind;
export interface ChoiceKind {
  readonly choices: readonly string[];
}

/** `blank` says that the setting may be blank: no limit, or off. */
export interface Declared {
  readonly name: Name;
  readonly kind: Kind;
  readonly blank?: true;
}

const on = <N extends Name>(name: N) => ({ name, kind: "switch" }) as const;
const number = <N extends Name>(name: N) => ({ name, kind: "number", blank: true }) as const;
const choice = <N extends Name>(name: N, ...choices: string[]) => ({ name, kind: { choices } }) as const;

export const GROUPS = [
  {
    key: "general",
    settings: [
      on("enabled"),
      on("enabledOnStorefront"),
      on("historyVisible"),
      number("redemptionThreshold"),
      number("balanceCap"),
      number("expiryDays"),
      choice("expiryCalculation", "STATIC", "DYNAMIC"),
      choice("expiryRounding", "INSTANT", "END_OF_DAY", "END_OF_MONTH", "END_OF_YEAR"),
      { name: "landingPageIdentifier", kind: "text", blank: true },
      { name: "landingPageTitle", kind: "text", blank: true },
      { name: "landingPageMarkdown", kind: "long", blank: true },
    ],
  },
  {
    key: "redeeming",
    settings: [
      number("minPointsPerOrder"),
      number("maxPointsPerOrder"),
      { name: "maxPercentOfOrder", kind: "percent", blank: true },
      on("redeemOnShipping"),
      on("redeemOnTax"),
      { name: "discouragedPaymentMethods", kind: "codes" },
      { name: "blockedPaymentMethods", kind: "codes" },
    ],
  },
  {
    key: "refunds",
    settings: [
      on("refundPointsAutomatically"),
      on("deductEarnedPointsOnRefund"),
      choice("clawback", "CLAMP", "DEBT"),
      { name: "returnGraceDays", kind: "number" },
    ],
  },
  {
    key: "actions",
    settings: [
      on("earnOnPurchase"),
      on("earnWithCoupons"),
      number("maturityDays"),
      number("registrationPoints"),
      on("registrationOncePerEmail"),
      number("newsletterSignupPoints"),
      number("invitationSentPoints"),
      number("invitationSentLimit"),
      number("invitationCustomerPoints"),
      number("invitationCustomerLimit"),
      number("invitationOrderPoints"),
      number("invitationOrderLimit"),
      choice("invitationOrderFrequency", "EACH", "FIRST"),
      number("reviewPoints"),
      number("reviewLimit"),
    ],
  },
  {
    key: "mail",
    settings: [
      { name: "emailSenderName", kind: "text", blank: true },
      { name: "emailSenderAddress", kind: "text", blank: true },
      on("subscribeByDefault"),
      { name: "balanceUpdateTemplate", kind: "text" },
      { name: "expiryWarningTemplate", kind: "text" },
      number("expiryWarningDays"),
      number("mailRetentionDays"),
    ],
  },
] as const satisfies readonly { key: string; settings: readonly Declared[] }[];

type Shown = (typeof GROUPS)[number]["settings"][number]["name"];
/** A new setting of the API that no group shows does not compile here. */
export const ALL_SHOWN: [Exclude<keyof SettingsInput, Shown>] extends [never] ? true : never = true;
