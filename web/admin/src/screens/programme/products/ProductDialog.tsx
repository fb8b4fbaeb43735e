/** The points of one product: what it costs, what it earns, and what it earns customers of certain groups. */
import { ActionIcon, Button, Group, Select, SimpleGrid, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState, type ReactNode } from "react";
import { useCommand } from "../../../api/useCommand";
import { Icon } from "../../../components/icons";
import { useCommonWords } from "../../../i18n";
import { ChangedMeanwhile } from "../shared/ChangedMeanwhile";
import { whole, WholeNumber, type Entered } from "../shared/fields";
import { FormDialog } from "../shared/FormDialog";
import { useStillSo } from "../shared/newest";
import { plain } from "../shared/plain";
import { options, type CustomerGroup } from "../shared/scopes";
import { useSharedWords } from "../shared/words";
import { PRODUCTS, PUT, type Product, type ProductInput } from "./documents";
import { useProductWords } from "./words";

interface Props {
  /** Null: a new one. */
  product: Product | null;
  groups: readonly CustomerGroup[];
  onClose: () => void;
  onSaved: () => void;
}

interface Values {
  sku: string;
  pointsNeeded: Entered;
  pointsReceived: Entered;
  earnsByRate: boolean;
  groups: { customerGroupCode: string; pointsReceived: Entered }[];
}

export function ProductDialog({ product, groups, onClose, onSaved }: Props): ReactNode {
  const t = useProductWords();
  const common = useCommonWords();
  const shared = useSharedWords();
  const stillSo = useStillSo(PRODUCTS);
  const [isStale, setStale] = useState(false);
  const form = useForm<Values>({ initialValues: valuesOf(product) });
  const command = useCommand(PUT, {
    payload: (data) => data.productPointsPut,
    success: shared("saved"),
    onDone: () => {
      onClose();
      onSaved();
    },
  });
  const write = (): void => void command.run({ input: sent(form.values) }, form);
  const submit = form.onSubmit(async ({ sku }) => {
    if (sku.trim() === "") return form.setFieldError("sku", common("required"));
    // A new one must not take the place of one that is there.
    const isSo = await stillSo({ sku: sku.trim() }, (data) => data.productPoints.nodes[0], product ?? undefined);
    if (isSo) write();
    else setStale(true);
  });
  const free = groups.filter((group) => !form.values.groups.some(({ customerGroupCode }) => customerGroupCode === group.code));
  return (
    <FormDialog title={product === null ? t("new") : product.sku} opened onClose={onClose} onSubmit={submit} running={command.running} problems={command.problems}>
      {product === null && <TextInput label={t("sku")} withAsterisk data-autofocus {...form.getInputProps("sku")} />}
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <WholeNumber label={t("needed")} description={t("neededHelp")} placeholder={t("notForPoints")} {...form.getInputProps("pointsNeeded")} />
        <WholeNumber label={t("received")} description={t("receivedHelp")} placeholder={t("noneSet")} {...form.getInputProps("pointsReceived")} />
      </SimpleGrid>
      <Switch label={t("byRate")} description={t("byRateHelp")} {...form.getInputProps("earnsByRate", { type: "checkbox" })} />
      <Stack gap="xs" role="group" aria-label={t("groups")}>
        <div>
          <Text fw={500} size="sm">
            {t("groups")}
          </Text>
          <Text size="xs" c="dimmed">
            {t("groupsHelp")}
          </Text>
        </div>
        {form.values.groups.map((_, index) => (
          <Group key={index} align="start" wrap="nowrap" gap="xs">
            <Select flex={1} aria-label={shared("group")} data={options(groups)} allowDeselect={false} {...form.getInputProps(`groups.${index}.customerGroupCode`)} />
            <WholeNumber flex={1} aria-label={shared("pointsUnit")} {...form.getInputProps(`groups.${index}.pointsReceived`)} />
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={common("remove")} onClick={() => form.removeListItem("groups", index)}>
              <Icon name="cross" />
            </ActionIcon>
          </Group>
        ))}
        {free[0] !== undefined && (
          <Button variant="default" size="xs" style={{ alignSelf: "start" }} onClick={() => form.insertListItem("groups", { customerGroupCode: free[0]?.code ?? "", pointsReceived: 0 })}>
            {t("addGroup")}
          </Button>
        )}
      </Stack>
      {isStale && <ChangedMeanwhile onTheirs={() => { onClose(); onSaved(); }} onMine={write} />}
    </FormDialog>
  );
}

function valuesOf(product: Product | null): Values {
  return {
    sku: product?.sku ?? "",
    pointsNeeded: product?.pointsNeeded ?? "",
    pointsReceived: product?.pointsReceived ?? "",
    earnsByRate: product?.earnsByRate ?? true,
    groups: product?.groups.map(plain) ?? [],
  };
}

function sent(values: Values): ProductInput {
  return {
    sku: values.sku.trim(),
    pointsNeeded: whole(values.pointsNeeded),
    pointsReceived: whole(values.pointsReceived),
    earnsByRate: values.earnsByRate,
    groups: values.groups.map((group) => ({ customerGroupCode: group.customerGroupCode, pointsReceived: whole(group.pointsReceived) ?? 0 })),
  };
}
