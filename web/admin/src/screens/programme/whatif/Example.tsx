/** An example: a customer of a group with a cart of an amount, today and with what is not saved yet. */
import { Loader, Select, SimpleGrid, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMemo, useRef, useState, type ReactNode } from "react";
import { useQuery } from "urql";
import { useFailureText } from "../../../api/failure";
import { decimal, DecimalNumber, text, whole, WholeNumber, type Entered } from "../shared/fields";
import { nameOf, options, type Scopes } from "../shared/scopes";
import { useSharedWords } from "../shared/words";
import { Compared } from "./Compared";
import { EXAMPLE, type ExampleChange, type ExampleInput } from "./documents";
import { useWhatIfWords } from "./words";

const PAUSE_MS = 300;
const REFUSED = ["INVALID", "OUT_OF_RANGE", "NOT_FOUND"];

interface Props {
  scopes: Scopes;
  change: ExampleChange | null;
  websiteCode: string;
  groupCode: string;
  withCart: boolean;
}

export function Example({ scopes, change, withCart, ...first }: Props): ReactNode {
  const t = useWhatIfWords();
  const shared = useSharedWords();
  const failureText = useFailureText();
  const [websiteCode, setWebsite] = useState(first.websiteCode);
  const [customerGroupCode, setGroup] = useState(first.groupCode);
  const [amount, setAmount] = useState<Entered>("80.00");
  const [points, setPoints] = useState<Entered>("");
  const [coupon, setCoupon] = useState("");
  const [sku, setSku] = useState("");
  const website = scopes.websites.find((one) => one.code === websiteCode);
  const input: ExampleInput = {
    websiteCode,
    customerGroupCode,
    amount: decimal(amount) ?? "0",
    points: whole(points) ?? 0,
    couponCodes: text(coupon) === null ? [] : [coupon.trim()],
    sku: text(sku),
    change,
  };
  const [asked] = useDebouncedValue(JSON.stringify(input), PAUSE_MS);
  const variables = useMemo(() => ({ input: JSON.parse(asked) as ExampleInput }), [asked]);
  const [{ data, error, fetching }] = useQuery({ query: EXAMPLE, variables });
  // What was answered last stays until the next answer is there.
  const last = useRef(data);
  if (data !== undefined) last.current = data;
  const refusal = error?.graphQLErrors.find((one) => REFUSED.includes(String(one.extensions["code"])));
  const shown = error === undefined ? last.current?.exampleQuote : undefined;
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
        <Select label={shared("group")} data={options(scopes.customerGroups)} value={customerGroupCode} allowDeselect={false} onChange={(code) => setGroup(code ?? "general")} />
        <Select label={shared("website")} data={options(scopes.websites)} value={websiteCode} allowDeselect={false} onChange={(code) => setWebsite(code ?? websiteCode)} />
        <DecimalNumber label={t("amount")} unit={website?.baseCurrency} value={amount} onChange={setAmount} />
        <WholeNumber label={t("pointsInHand")} placeholder="0" value={points} onChange={setPoints} />
        {withCart && (
          <>
            <TextInput label={t("coupon")} value={coupon} onChange={(event) => setCoupon(event.currentTarget.value)} />
            <TextInput label={t("sku")} value={sku} onChange={(event) => setSku(event.currentTarget.value)} />
          </>
        )}
      </SimpleGrid>
      {error !== undefined && <Text size="sm" role="status">{refusal === undefined ? failureText(error) : t("cantTry", { message: refusal.message })}</Text>}
      {shown !== undefined && <Compared example={shown} isChanged={change !== null} hasPoints={whole(points) !== null && whole(points) !== 0} group={nameOf(scopes.customerGroups, customerGroupCode)} amount={{ amount: input.amount, currency: website?.baseCurrency ?? "" }} />}
      {shown === undefined && fetching && <Loader type="dots" aria-label={t("waiting")} />}
    </>
  );
}
