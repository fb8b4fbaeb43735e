/** The rule of an order status, or a new status. */
import { Radio, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState, type ReactNode } from "react";
import { useCommand } from "../../../api/useCommand";
import { useCommonWords } from "../../../i18n";
import { ChangedMeanwhile } from "../shared/ChangedMeanwhile";
import { FormDialog } from "../shared/FormDialog";
import { useStillSo } from "../shared/newest";
import { useSharedWords } from "../shared/words";
import { CHANGES, PUT, STATUSES, type PointsChange, type StatusRule } from "./documents";
import { useStatusWords } from "./words";

interface Props {
  rule: StatusRule | null;
  websiteCode: string | null;
  onClose: () => void;
  onSaved: () => void;
}

export function StatusDialog({ rule, websiteCode, onClose, onSaved }: Props): ReactNode {
  const t = useStatusWords();
  const common = useCommonWords();
  const shared = useSharedWords();
  const stillSo = useStillSo(STATUSES);
  const [isStale, setStale] = useState(false);
  const form = useForm({ initialValues: { status: rule?.status ?? "", needed: rule?.needed ?? "UNCHANGED", received: rule?.received ?? "UNCHANGED" } as { status: string; needed: PointsChange; received: PointsChange } });
  const close = (): void => {
    onClose();
    onSaved();
  };
  const command = useCommand(PUT, { payload: (data) => data.orderStatusRulePut, success: shared("saved"), onDone: close });
  const write = (): void => void command.run({ input: { ...form.values, status: form.values.status.trim(), websiteCode } }, form);
  const submit = form.onSubmit(async ({ status }) => {
    if (status.trim() === "") return form.setFieldError("status", common("required"));
    const isSo = await stillSo({ websiteCode }, (data) => data.orderStatusRules.find((one) => one.status === status.trim()), rule ?? undefined);
    if (isSo) write();
    else setStale(true);
  });
  return (
    <FormDialog title={rule === null ? t("new") : rule.status} opened onClose={onClose} onSubmit={submit} running={command.running} problems={command.problems}>
      {rule === null && <TextInput label={t("status")} description={t("statusHelp")} withAsterisk data-autofocus {...form.getInputProps("status")} />}
      {websiteCode !== null && rule?.websiteCode === null && <Text size="sm">{t("becomesOwn")}</Text>}
      {(["needed", "received"] as const).map((flag) => (
        <Radio.Group key={flag} label={t(flag)} description={t(`${flag}Help`)} {...form.getInputProps(flag)}>
          <Stack gap={6} mt="xs">
            {CHANGES.map((change) => (
              <Radio key={change} value={change} label={t(change)} description={t(`${flag}_${change}`)} />
            ))}
          </Stack>
        </Radio.Group>
      ))}
      {isStale && <ChangedMeanwhile onTheirs={close} onMine={write} />}
    </FormDialog>
  );
}
