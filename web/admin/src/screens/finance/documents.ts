/** What finance asks the API. */
import { graphql, type ResultOf } from "../../api/graphql";

export const LIABILITY = graphql(`
  query FinanceLiability($asOf: DateTime) {
    liabilityTotals(asOf: $asOf) {
      points
      debt
      accounts
      worth {
        amount
        currency
      }
    }
    liability(asOf: $asOf) {
      websiteCode
      points
      debt
      accounts
      worth {
        amount
        currency
      }
      byExpiryMonth {
        month
        points
        worth {
          amount
          currency
        }
      }
    }
  }
`);

export const ACTIVITY = graphql(`
  query FinanceActivity($from: DateTime!, $to: DateTime!, $interval: Interval!, $website: String!) {
    pointsActivity(from: $from, to: $to, interval: $interval, websiteCode: $website) {
      periodStart
      periodDay
      balanceStart
      balanceEnd
      awarded
      earned
      redeemed
      returned
      reversed
      expired
      adjusted
    }
  }
`);

export const JOURNAL = graphql(`
  query FinanceJournal($from: DateTime!, $to: DateTime!, $website: String) {
    journal(from: $from, to: $to, websiteCode: $website) {
      websiteCode
      account
      reason
      points
      debit {
        amount
        currency
      }
      credit {
        amount
        currency
      }
    }
    journalTotals(from: $from, to: $to, websiteCode: $website) {
      websiteCode
      debit {
        amount
        currency
      }
      credit {
        amount
        currency
      }
    }
  }
`);

/** Needs config:read: without it days are those of the browser. */
export const TIME_ZONES = graphql(`
  query FinanceTimeZones {
    websites {
      code
      timeZone
    }
  }
`);

export type Liability = ResultOf<typeof LIABILITY>["liability"][number];
export type LiabilityTotal = ResultOf<typeof LIABILITY>["liabilityTotals"][number];
export type Activity = ResultOf<typeof ACTIVITY>["pointsActivity"][number];
export type Journal = ResultOf<typeof JOURNAL>;
export type JournalLine = Journal["journal"][number];
