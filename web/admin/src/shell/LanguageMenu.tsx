/** Choosing the language. */
import { ActionIcon, Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon } from "../components/icons";
import { LANGUAGES, useCommonWords, useLanguage, type Language } from "../i18n";

export function LanguageMenu(): ReactNode {
  const t = useCommonWords();
  const { language, choose } = useLanguage();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`${t("language")}: ${LANGUAGES[language]}`}>
          <Icon name="globe" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(LANGUAGES) as Language[]).map((one) => (
          <Menu.Item
            key={one}
            lang={one}
            onClick={() => choose(one)}
            rightSection={one === language ? <Icon name="check" /> : null}
            aria-current={one === language}
          >
            {LANGUAGES[one]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
