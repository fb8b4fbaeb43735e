/** Points added or taken by hand, with the new balance as the API tells it before anything is booked. */
import { Button, Group, NumberInput, SegmentedControl, Stack, TextInput, Textarea } from "@mantine/core";
import { useForm, type UseFormReturnType } from "@mantine/form";
import { useEffect, type ReactNode } from "react";
import { useCommand } from "../../api/useCommand";
import { Problems } from "../../components/Problems";
import { useCommonWords } from "../../i18n";
import { Dialog } from "../entries/Dialog";
import { AdjustPreview } from "./AdjustPreview";
import { ADJUST } from "./commands";
import type { Person } from "./documents";
import { personName } from "./personName";
import { useWords } from "./words";

export interface Adjustment {
  way: "add" | "take";
  points: number | "";
  comment: string;
  expiresAt: string;
}

const LIMIT = 1_000_000_000;
const NOTHING: Adjustment = { way: "add", points: "", comment: "", expiresAt: "" };

interface Props {
  customer: Person;
  websiteCode: string;
  opened: boolean;
  onClose: () => void;
}

export function AdjustDialog({ customer, opened, onClose, ...rest }: Props): ReactNode {
  const t = useWords();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("adjustTitle", { name: personName(customer) })} size="lg">
      <AdjustForm customerId={customer.id} onClose={onClose} {...rest} />
    </Dialog>
  );
}

/** What the API is told: points to take are below 0, a day ends where the reader is. What is refused here is not tried there. */
export function inputOf(values: Adjustment): { points: number; comment: string | null; expiresAt: string | null } {
  const points = Math.max(0, Number(values.points));
  const isDated = values.way === "add" && values.expiresAt !== "";
  return {
    points: values.way === "add" ? points : -points,
    comment: values.comment.trim() === "" ? null : values.comment.trim(),
    expiresAt: isDated ? new Date(`${values.expiresAt}T23:59:59`).toISOString() : null,
  };
}

interface FormProps {
  customerId: string;
  websiteCode: string;
  onClose: () => void;
}

function AdjustForm({ customerId, websiteCode, onClose }: FormProps): ReactNode {
  const t = useWords();
  const tc = useCommonWords();
  const form = useForm<Adjustment>({
    initialValues: NOTHING,
    onValuesChange: ({ points }) => {
      if (Number(points) < 0) form.setFieldError("points", t("negative"));
    },
  });
  const adjust = useCommand(ADJUST, {
    payload: (data) => data.pointsAdjust,
    success: (data) => data.pointsAdjust.message ?? t("adjusted", { points: data.pointsAdjust.entry?.points ?? 0 }),
    onDone: onClose,
  });
  const { reset } = adjust;
  useEffect(reset, [reset]);
  const submit = form.onSubmit((values) => {
    if (Number(values.points) < 0) return form.setErrors({ points: t("negative") });
    if (values.points === "" || values.points === 0) return form.setErrors({ points: tc("required") });
    if (values.comment.trim() === "") return form.setErrors({ comment: tc("required") });
    return void adjust.run(
      (idempotencyKey) => ({ input: { idempotencyKey, customerId, websiteCode, ...inputOf(values) } }),
      form,
    );
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Fields form={form} />
        <AdjustPreview customerId={customerId} websiteCode={websiteCode} values={form.values} hasErrors={Object.keys(form.errors).length > 0} />
        <Problems of={adjust.problems} />
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {tc("cancel")}
          </Button>
          <Button type="submit" loading={adjust.running}>
            {form.values.way === "add" ? t("add") : t("take")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Fields({ form }: { form: UseFormReturnType<Adjustment> }): ReactNode {
  const t = useWords();
  return (
    <>
      <SegmentedControl
        aria-label={t("adjustWay")}
        data={[
          { value: "add", label: t("add") },
          { value: "take", label: t("take") },
        ]}
        {...form.getInputProps("way")}
      />
      <NumberInput
        label={t("howMany")}
        withAsterisk
        data-autofocus
        max={LIMIT}
        startValue={1}
        clampBehavior="none"
        allowDecimal={false}
        thousandSeparator=" "
        {...form.getInputProps("points")}
      />
      <Textarea
        label={t("comment")}
        description={t("commentHelp")}
        withAsterisk
        autosize
        minRows={2}
        maxLength={1000}
        {...form.getInputProps("comment")}
      />
      {form.values.way === "add" && (
        <TextInput type="date" label={t("expires")} description={t("expiresHelp")} {...form.getInputProps("expiresAt")} />
      )}
    </>
  );
}
