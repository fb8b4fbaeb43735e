/** What a mail says, as HTML in a frame that can do nothing, and as plain text. */
import { Box, Code, Tabs } from "@mantine/core";
import { useMemo, type ReactNode } from "react";
import { framed } from "./frame";
import { useWords } from "./words";

interface Props {
  subject: string;
  html: string;
  text: string;
}

export function MailBody({ subject, html, text }: Props): ReactNode {
  const t = useWords();
  const page = useMemo(() => framed(html), [html]);
  return (
    <Tabs defaultValue="html" keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="html">HTML</Tabs.Tab>
        <Tabs.Tab value="text">{t("plainText")}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="html" pt="sm">
        <Box
          component="iframe"
          sandbox=""
          srcDoc={page}
          title={t("shownAs", { subject })}
          w="100%"
          h={560}
          bg="white"
          bdrs="sm"
          style={{ border: "1px solid var(--mantine-color-default-border)" }}
        />
      </Tabs.Panel>
      <Tabs.Panel value="text" pt="sm">
        <Code block className="long" style={{ whiteSpace: "pre-wrap" }}>
          {text}
        </Code>
      </Tabs.Panel>
    </Tabs>
  );
}
