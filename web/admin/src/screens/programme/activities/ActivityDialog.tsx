/** One custom activity: what it gives, how often, and where. */
import { Select, SimpleGrid, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState, type ReactNode } from "react";
import { useCommand } from "../../../api/useCommand";
import { useCommonWords } from "../../../i18n";
import { ChangedMeanwhile } from "../shared/ChangedMeanwhile";
import { whole, WholeNumber, type Entered } from "../shared/fields";
import { FormDialog } from "../shared/FormDialog";
import { useStillSo } from "../shared/newest";
import { options, type Website } from "../shared/scopes";
import { useSharedWords } from "../shared/words";
import { ACTIVITIES, PUT, type Activity, type ActivityInput } from "./documents";
import { useActivityWords } from "./words";

interface Props {
  activity: Activity | null;
  websites: readonly Website[];
  onClose: () => void;
  onSaved: () => void;
}

type Numbers = "points" | "pointsFrom" | "pointsTo" | "limitPerCustomer" | "periodDays";
type Values = Record<Numbers, Entered> & { code: string; name: string; websiteCode: string | null };

export function ActivityDialog({ activity, websites, onClose, onSaved }: Props): ReactNode {
  const t = useActivityWords();
  const common = useCommonWords();
  const shared = useSharedWords();
  const stillSo = useStillSo(ACTIVITIES);
  const [isStale, setStale] = useState(false);
  const form = useForm<Values>({ initialValues: valuesOf(activity) });
  const close = (): void => {
    onClose();
    onSaved();
  };
  const command = useCommand(PUT, { payload: (data) => data.customActivityPut, success: shared("saved"), onDone: close });
  const write = (): void => void command.run({ input: sent(form.values) }, form);
  const submit = form.onSubmit(async ({ code, name, points }) => {
    if (code.trim() === "") form.setFieldError("code", common("required"));
    if (name.trim() === "") form.setFieldError("name", common("required"));
    if (points === "") form.setFieldError("points", common("required"));
    if (code.trim() === "" || name.trim() === "" || points === "") return;
    const isSo = await stillSo({}, (data) => data.customActivities.find((one) => one.code === code.trim()), activity ?? undefined);
    if (isSo) write();
    else setStale(true);
  });
  return (
    <FormDialog title={activity?.name ?? t("new")} opened onClose={onClose} onSubmit={submit} running={command.running} problems={command.problems}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {activity === null && <TextInput label={t("code")} description={t("codeHelp")} withAsterisk data-autofocus {...form.getInputProps("code")} />}
        <TextInput label={t("name")} description={t("nameHelp")} withAsterisk {...form.getInputProps("name")} />
        <WholeNumber label={t("points")} description={t("pointsHelp")} withAsterisk {...form.getInputProps("points")} />
        <Select label={shared("website")} description={t("websiteHelp")} placeholder={shared("allWebsites")} clearable data={options(websites)} {...form.getInputProps("websiteCode")} />
        <WholeNumber label={t("pointsFrom")} description={t("rangeHelp")} placeholder={t("fixed")} {...form.getInputProps("pointsFrom")} />
        <WholeNumber label={t("pointsTo")} description={t("rangeHelp")} placeholder={t("fixed")} {...form.getInputProps("pointsTo")} />
        <WholeNumber label={t("limit")} description={t("limitHelp")} placeholder={t("noLimit")} {...form.getInputProps("limitPerCustomer")} />
        <WholeNumber label={t("period")} description={t("periodHelp")} placeholder={t("forEver")} {...form.getInputProps("periodDays")} />
      </SimpleGrid>
      {isStale && <ChangedMeanwhile onTheirs={close} onMine={write} />}
    </FormDialog>
  );
}

function valuesOf(activity: Activity | null): Values {
  return {
    code: activity?.code ?? "",
    name: activity?.name ?? "",
    points: activity?.points ?? "",
    pointsFrom: activity?.pointsFrom ?? "",
    pointsTo: activity?.pointsTo ?? "",
    limitPerCustomer: activity?.limitPerCustomer ?? "",
    periodDays: activity?.periodDays ?? "",
    websiteCode: activity?.websiteCode ?? null,
  };
}

function sent(values: Values): ActivityInput {
  return {
    code: values.code.trim(),
    name: values.name.trim(),
    points: whole(values.points) ?? 0,
    pointsFrom: whole(values.pointsFrom),
    pointsTo: whole(values.pointsTo),
    limitPerCustomer: whole(values.limitPerCustomer),
    periodDays: whole(values.periodDays),
    websiteCode: values.websiteCode,
  };
}
