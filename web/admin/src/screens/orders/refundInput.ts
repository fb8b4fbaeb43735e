/** What a refund form means for the API. */
import type { VariablesOf } from "../../api/graphql";
import type { REFUND } from "./commands";
import type { Order } from "./documents";

export interface RefundValues {
  creditMemoId: string;
  what: "all" | "some";
  lines: { lineId: string; quantity: number | string }[];
  shippingAmount: string;
  adjustmentRefund: string;
  adjustmentFee: string;
  pointsWay: "auto" | "chosen";
  refundPoints: number | string;
}

export type RefundInput = VariablesOf<typeof REFUND>["input"];

export function firstValues(order: Order): RefundValues {
  return {
    creditMemoId: `refund-${crypto.randomUUID().slice(0, 8)}`,
    what: "all",
    lines: order.lines.map(({ id }) => ({ lineId: id, quantity: "" })),
    shippingAmount: "",
    adjustmentRefund: "",
    adjustmentFee: "",
    pointsWay: "auto",
    refundPoints: "",
  };
}

/** The lines of which something is refunded; the API names them by their place among these. */
export function chosenLines(values: RefundValues): RefundValues["lines"] {
  return values.lines.filter(({ quantity }) => quantity !== "" && Number(quantity) !== 0);
}

export function refundInput(orderId: string, values: RefundValues): RefundInput {
  const isSome = values.what === "some";
  return {
    orderId,
    creditMemoId: values.creditMemoId.trim(),
    lines: isSome ? chosenLines(values).map(({ lineId, quantity }) => ({ lineId, quantity: Number(quantity) })) : null,
    shippingAmount: isSome ? amount(values.shippingAmount) : null,
    adjustmentRefund: amount(values.adjustmentRefund),
    adjustmentFee: amount(values.adjustmentFee),
    refundPoints: values.pointsWay === "auto" || values.refundPoints === "" ? null : Number(values.refundPoints),
  };
}

/** As it was typed, a decimal comma as a point: the API says whether it is an amount. */
function amount(text: string): string | null {
  const plain = text.trim().replace(",", ".");
  return plain === "" ? null : plain;
}

/** Where the API's paths of lines are in the form. */
export function lineFields(values: RefundValues): Record<string, string> {
  return Object.fromEntries(
    chosenLines(values).flatMap((line, sent) => {
      const field = `lines.${values.lines.indexOf(line)}.quantity`;
      return [`lines.${sent}.quantity`, `lines.${sent}.lineId`, `lines.${sent}`].map((path) => [path, field]);
    }),
  );
}
