/** Units of each line, shipping and further amounts, as far as a credit memo is about parts of an order. */
import { NumberInput, SimpleGrid, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import type { Order } from "./documents";
import type { RefundValues } from "./refundInput";
import { useWords } from "./words";

const AMOUNTS = ["shippingAmount", "adjustmentRefund", "adjustmentFee"] as const;

interface Props {
  order: Order;
  form: UseFormReturnType<RefundValues>;
}

export function RefundLines({ order, form }: Props): ReactNode {
  const t = useWords();
  const { currency } = order.quote.orderTotal;
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {order.lines.map((line, index) => (
          <NumberInput
            key={line.id}
            label={t("quantityOf", { sku: line.sku })}
            description={t("quantityHelp", { invoiced: line.invoiced, refunded: line.refunded })}
            min={0}
            max={line.invoiced}
            decimalScale={4}
            {...form.getInputProps(`lines.${index}.quantity`)}
          />
        ))}
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        {AMOUNTS.map((name) => (
          <TextInput
            key={name}
            label={t(name)}
            inputMode="decimal"
            rightSection={currency}
            rightSectionWidth={56}
            {...form.getInputProps(name)}
          />
        ))}
      </SimpleGrid>
    </>
  );
}
