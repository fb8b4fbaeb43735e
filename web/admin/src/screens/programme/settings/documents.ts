/** Settings of the default scope and of websites: all values in force, and which of them are set there. */
import { graphql, type ResultOf, type VariablesOf } from "../../../api/graphql";

const ALL = graphql(`
  fragment AllSettings on Settings {
    websiteCode
    overridden
    enabled
    enabledOnStorefront
    historyVisible
    redemptionThreshold
    balanceCap
    minPointsPerOrder
    maxPointsPerOrder
    maxPercentOfOrder
    expiryDays
    expiryCalculation
    expiryRounding
    returnGraceDays
    refundPointsAutomatically
    deductEarnedPointsOnRefund
    clawback
    earnOnPurchase
    earnWithCoupons
    maturityDays
    redeemOnShipping
    redeemOnTax
    registrationPoints
    registrationOncePerEmail
    newsletterSignupPoints
    invitationSentPoints
    invitationSentLimit
    invitationCustomerPoints
    invitationCustomerLimit
    invitationOrderPoints
    invitationOrderLimit
    invitationOrderFrequency
    reviewPoints
    reviewLimit
    subscribeByDefault
    emailSenderName
    emailSenderAddress
    balanceUpdateTemplate
    expiryWarningTemplate
    expiryWarningDays
    mailRetentionDays
    landingPageIdentifier
    landingPageTitle
    landingPageMarkdown
    discouragedPaymentMethods
    blockedPaymentMethods
  }
`);

export const SETTINGS = graphql(
  `
    query Settings($websiteCode: String) {
      settings(websiteCode: $websiteCode) {
        ...AllSettings
      }
      inherited: settings {
        ...AllSettings
      }
    }
  `,
  [ALL],
);

export const UPDATE = graphql(`
  mutation UpdateSettings($websiteCode: String, $input: SettingsInput!) {
    settingsUpdate(websiteCode: $websiteCode, input: $input) {
      settings {
        websiteCode
      }
      userErrors {
        message
        path
        code
      }
    }
  }
`);

export const RESET = graphql(`
  mutation ResetSettings($websiteCode: String, $fields: [String!]!) {
    settingsReset(websiteCode: $websiteCode, fields: $fields) {
      settings {
        websiteCode
      }
      userErrors {
        message
        path
        code
      }
    }
  }
`);

export type Settings = ResultOf<typeof SETTINGS>["settings"];
export type SettingsInput = VariablesOf<typeof UPDATE>["input"];
export type Name = keyof SettingsInput & keyof Settings;
