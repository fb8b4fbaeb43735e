/** One customer group. */
import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import { useCommand } from "../../../api/useCommand";
import { useCommonWords } from "../../../i18n";
import { FormDialog } from "../shared/FormDialog";
import type { CustomerGroup } from "../shared/scopes";
import { useSharedWords } from "../shared/words";
import { PUT_GROUP } from "./documents";
import { useSiteWords } from "./words";

interface Props {
  group: CustomerGroup | null;
  onClose: () => void;
  onSaved: () => void;
}

export function GroupDialog({ group, onClose, onSaved }: Props): ReactNode {
  const t = useSiteWords();
  const common = useCommonWords();
  const shared = useSharedWords();
  const form = useForm({ initialValues: { code: group?.code ?? "", name: group?.name ?? "" } });
  const command = useCommand(PUT_GROUP, {
    payload: (data) => data.customerGroupPut,
    success: shared("saved"),
    onDone: () => {
      onClose();
      onSaved();
    },
  });
  const submit = form.onSubmit(({ code, name }) => {
    if (code.trim() === "") return form.setFieldError("code", common("required"));
    void command.run({ input: { code: code.trim(), name: name.trim() === "" ? null : name.trim() } }, form);
  });
  return (
    <FormDialog title={group?.name ?? t("newGroup")} opened onClose={onClose} onSubmit={submit} running={command.running} problems={command.problems}>
      {group === null && <TextInput label={t("code")} description={t("codeHelp")} withAsterisk data-autofocus {...form.getInputProps("code")} />}
      <TextInput label={t("name")} {...(group === null ? { description: t("nameHelp") } : {})} {...form.getInputProps("name")} />
    </FormDialog>
  );
}
