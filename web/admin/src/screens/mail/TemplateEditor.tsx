/** The editor of a template: its three parts beside what they make of sample data, with mistakes at the part they are in. */
import { Button, Group, SimpleGrid, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState, type ReactNode } from "react";
import { useLocation } from "wouter";
import { useCommand } from "../../api/useCommand";
import { Icon } from "../../components/icons";
import { May } from "../../components/May";
import { Problems } from "../../components/Problems";
import { ReasonedConfirm } from "../../components/ReasonedConfirm";
import { forgetUnsaved, useUnsaved } from "../../components/unsaved";
import { useCommonWords } from "../../i18n";
import { DELETE_TEMPLATE, PUT_TEMPLATE, type Template } from "./documents";
import { TemplatePreview } from "./TemplatePreview";
import { useWords } from "./words";

interface Props {
  template: Template;
  isNew: boolean;
  onChanged: () => void;
}

export function TemplateEditor({ template, isNew, onChanged }: Props): ReactNode {
  const t = useWords();
  const common = useCommonWords();
  const [, go] = useLocation();
  const [deleting, setDeleting] = useState(false);
  const { code, locale, subject, html, text } = template;
  const form = useForm({ initialValues: { code, locale, subject, html, text } });
  useUnsaved(form.isDirty());
  const save = useCommand(PUT_TEMPLATE, {
    payload: (data) => data.emailTemplatePut,
    success: t("saved"),
    onDone: (data) => {
      form.resetDirty();
      forgetUnsaved();
      const saved = data.emailTemplatePut.emailTemplate;
      if (isNew && saved != null) go(`/mail/templates/${encodeURIComponent(saved.code)}/${encodeURIComponent(saved.locale)}`);
      onChanged();
    },
  });
  const remove = useCommand(DELETE_TEMPLATE, { payload: (data) => data.emailTemplateDelete, success: t("deleted"), onDone: () => { forgetUnsaved(); go("/mail/templates"); onChanged(); } });
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl">
      <form onSubmit={form.onSubmit((input) => void save.run({ input }, form))}>
        <Stack>
          {isNew && (
            <Group grow align="start">
              <TextInput label={t("code")} description={t("codeHelp")} {...form.getInputProps("code")} />
              <TextInput label={t("locale")} description={t("localeHelp")} {...form.getInputProps("locale")} />
            </Group>
          )}
          <TextInput label={t("subject")} {...form.getInputProps("subject")} />
          <Textarea label="HTML" rows={18} spellCheck={false} styles={{ input: { fontFamily: "monospace", fontSize: 13 } }} {...form.getInputProps("html")} />
          <Textarea label={t("plainText")} rows={8} spellCheck={false} styles={{ input: { fontFamily: "monospace", fontSize: 13 } }} {...form.getInputProps("text")} />
          <Text size="sm" c="dimmed">{t("variables")} <code className="long">{"{{ customer_name }} {{ website_name }} {{ balance_points }} {{ worth }} {{ unsubscribe_url }}"}</code></Text>
          <Problems of={save.problems} />
          <May scope="config:write">
            <Group>
              <Button type="submit" loading={save.running}>{common("save")}</Button>
              {template.isOwn && (
                <Button variant="default" leftSection={<Icon name="trash" />} onClick={() => setDeleting(true)}>{t("deleteOwn")}</Button>
              )}
            </Group>
          </May>
        </Stack>
      </form>
      <TemplatePreview template={form.values} />
      <ReasonedConfirm
        opened={deleting}
        onClose={() => setDeleting(false)}
        title={t("deleteOwn")}
        preview={t("deletePreview", { code, locale })}
        confirmLabel={t("deleteOwn")}
        danger
        problems={remove.problems}
        onConfirm={async () => (await remove.run({ code, locale })) !== null}
      />
    </SimpleGrid>
  );
}
