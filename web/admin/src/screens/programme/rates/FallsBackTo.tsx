/** What counts once a cell's rate is gone, as the API says. */
import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { graphql } from "../../../api/graphql";
import type { Direction, Rate, RateCell } from "./documents";
import { EARNING } from "./documents";
import { useRateText } from "./spelling";
import { useRateWords } from "./words";

const WITHOUT = graphql(`
  query WithoutRate($input: ExampleQuoteInput!) {
    exampleQuote(input: $input) {
      after {
        quote {
          earningRate {
            points
            currencyAmount
            currency
          }
          redemption {
            rate {
              points
              currencyAmount
              currency
            }
          }
        }
      }
    }
  }
`);

export function FallsBackTo({ cell, rate, direction, waiting }: { cell: RateCell; rate: Rate; direction: Direction; waiting: ReactNode }): ReactNode {
  const t = useRateWords();
  const rateText = useRateText();
  const { websiteCode, customerGroupCode } = cell;
  const input = { websiteCode: websiteCode ?? "", customerGroupCode: customerGroupCode ?? "", amount: "1", change: { withoutRate: rate.id } };
  const isOneCell = websiteCode !== null && customerGroupCode !== null;
  const [{ data, error }] = useQuery({ query: WITHOUT, variables: { input }, pause: !isOneCell, requestPolicy: "network-only" });
  // For all of them it differs from cell to cell.
  if (!isOneCell || error !== undefined) return <Text size="sm">{t("fallsBack")}</Text>;
  if (data === undefined) return waiting;
  const { quote } = data.exampleQuote.after;
  const then = direction === EARNING ? quote.earningRate : quote.redemption.rate;
  if (then === null) return <Text size="sm" fw={600}>{direction === EARNING ? t("thenNothingEarned") : t("thenNoWorth")}</Text>;
  const shown = { id: "", points: then.points, currencyAmount: then.currencyAmount };
  return (
    <Text size="sm" fw={600}>
      {t("thenCounts", { rate: rateText(shown, direction, then.currency) })}
    </Text>
  );
}
