/** One website: its name, currency, time zone and store views. */
import { Select, SimpleGrid, Switch, TagsInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { ReactNode } from "react";
import { useCommand } from "../../../api/useCommand";
import { useCommonWords } from "../../../i18n";
import { FormDialog } from "../shared/FormDialog";
import type { Website } from "../shared/scopes";
import { useSharedWords } from "../shared/words";
import { PUT_WEBSITE, type WebsiteInput } from "./documents";
import { useSiteWords } from "./words";

interface Props {
  website: Website | null;
  onClose: () => void;
  onSaved: () => void;
}

export function WebsiteDialog({ website, onClose, onSaved }: Props): ReactNode {
  const t = useSiteWords();
  const common = useCommonWords();
  const shared = useSharedWords();
  const form = useForm({
    initialValues: {
      code: website?.code ?? "",
      name: website?.name ?? "",
      baseCurrency: website?.baseCurrency ?? "",
      timeZone: website?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      isDefault: website?.isDefault ?? false,
      storeViewCodes: website?.storeViewCodes ?? ([] as string[]),
    },
  });
  const command = useCommand(PUT_WEBSITE, {
    payload: (data) => data.websitePut,
    success: shared("saved"),
    onDone: () => {
      onClose();
      onSaved();
    },
  });
  const submit = form.onSubmit((values) => {
    if (values.code.trim() === "") return form.setFieldError("code", common("required"));
    if (values.baseCurrency.trim() === "") return form.setFieldError("baseCurrency", common("required"));
    void command.run({ input: website === null ? made(values) : changed(website, values) }, form);
  });
  return (
    <FormDialog title={website?.name ?? t("newWebsite")} opened onClose={onClose} onSubmit={submit} running={command.running} problems={command.problems}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {website === null && <TextInput label={t("code")} description={t("codeHelp")} withAsterisk data-autofocus {...form.getInputProps("code")} />}
        <TextInput label={t("name")} {...(website === null ? { description: t("nameHelp") } : {})} {...form.getInputProps("name")} />
        <TextInput label={t("currency")} description={t("currencyHelp")} withAsterisk maxLength={3} {...form.getInputProps("baseCurrency")} />
        <Select label={t("timeZone")} description={t("timeZoneHelp")} searchable data={zones(form.values.timeZone)} allowDeselect={false} {...form.getInputProps("timeZone")} />
      </SimpleGrid>
      <TagsInput label={t("storeViews")} description={t("storeViewsHelp")} {...form.getInputProps("storeViewCodes")} />
      {website?.isDefault !== true && <Switch label={t("makeDefault")} description={t("defaultHelp")} {...form.getInputProps("isDefault", { type: "checkbox" })} />}
    </FormDialog>
  );
}

type Values = Required<Pick<Website, "code" | "name" | "baseCurrency" | "timeZone" | "isDefault">> & { storeViewCodes: string[] };

function made(values: Values): WebsiteInput {
  const { code, name, baseCurrency, timeZone, isDefault, storeViewCodes } = values;
  return { code: code.trim(), name: name.trim() === "" ? null : name.trim(), baseCurrency: baseCurrency.trim().toUpperCase(), timeZone, storeViewCodes, isDefault: isDefault ? true : null };
}

/** Only what was changed: what is left out stays as somebody else may have put it meanwhile. */
function changed(website: Website, values: Values): WebsiteInput {
  const wanted = { ...made(values), name: values.name.trim() };
  const given = Object.entries(wanted).filter(([name, value]) => value !== null && JSON.stringify(value) !== JSON.stringify(website[name as keyof Website]));
  return { ...Object.fromEntries(given), code: website.code };
}

function zones(own: string): string[] {
  return [...new Set(["UTC", own, ...Intl.supportedValuesOf("timeZone")])];
}
