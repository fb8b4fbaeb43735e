/** The file, what it is, and the two steps: try it, then import it. */
import { Anchor, Button, FileInput, Group, Paper, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useQuery } from "urql";
import { Icon } from "../../components/icons";
import { useCommonWords } from "../../i18n";
import { useMay } from "../../session/viewer";
import { WEBSITES } from "./documents";
import { ImportOutcome } from "./ImportOutcome";
import { useImport, type Choice } from "./useImport";
import { useWords } from "./words";

const ENCODINGS = ["utf-8", "windows-1252", "iso-8859-15", "windows-1250"];
type Origin = "OWN" | "ADOBE" | "PHOCA";

export function ImportForm({ onDone }: { onDone: () => void }): ReactNode {
  const t = useWords();
  const common = useCommonWords();
  const may = useMay();
  const [{ data }] = useQuery({ query: WEBSITES, pause: !may("config:read") });
  const { outcome, run, stop, forget } = useImport();
  const [file, setFile] = useState<File | null>(null);
  const [origin, setOrigin] = useState<Origin>("OWN");
  const [website, setWebsite] = useState<string | null>(null);
  const [numbers, setNumbers] = useState("");
  const [encoding, setEncoding] = useState("utf-8");
  const [missing, setMissing] = useState(false);
  const running = outcome?.state === "running";
  const tried = outcome?.dryRun === true && outcome.state === "done" && outcome.imported > 0;
  const changed = <Value,>(set: (value: Value) => void) => (value: Value): void => { set(value); forget(); };
  const start = async (dryRun: boolean): Promise<void> => {
    if (file === null) return setMissing(true);
    const named = origin === "ADOBE" && numbers.trim() !== "" ? numbered(numbers) : [];
    const choice: Choice = { file, encoding, origin: origin === "OWN" ? null : origin, websiteCode: origin === "ADOBE" && named.length > 0 ? null : website, websites: named };
    await run(choice, dryRun);
    if (!dryRun) onDone();
  };
  return (
    <Paper withBorder p="md">
      <form onSubmit={(event) => { event.preventDefault(); void start(true); }}>
        <Stack>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <FileInput label={t("file")} description={t("fileHelp")} placeholder={t("choose")} leftSection={<Icon name="upload" />} clearable clearButtonProps={{ "aria-label": common("clear") }} disabled={running}
              accept=".csv,.tsv,.txt,.jsonl,.ndjson" value={file} error={missing && file === null ? t("fileMissing") : null} onChange={changed(setFile)} />
            <Select label={t("origin")} description={t("originHelp")} allowDeselect={false} disabled={running} value={origin}
              data={[{ value: "OWN", label: t("OWN") }, { value: "ADOBE", label: t("ADOBE") }, { value: "PHOCA", label: t("PHOCA") }]}
              onChange={(value) => changed(setOrigin)(value as Origin)} />
            {origin === "ADOBE" && (
              <TextInput label={t("numbers")} description={t("numbersHelp")} placeholder="1=us, 2=eu" value={numbers} disabled={running}
                onChange={(event) => changed(setNumbers)(event.currentTarget.value)} />
            )}
            {may("config:read") ? (
              <Select label={t("website")} description={t("websiteHelp")} clearable clearButtonProps={{ "aria-label": common("clear") }} disabled={running} value={website} placeholder={t("inRows")}
                data={(data?.websites ?? []).map(({ code, name }) => ({ value: code, label: name }))} onChange={changed(setWebsite)} />
            ) : (
              <TextInput label={t("website")} description={t("websiteHelp")} disabled={running} value={website ?? ""} onChange={(event) => changed(setWebsite)(event.currentTarget.value || null)} />
            )}
            <Select label={t("encoding")} description={t("encodingHelp")} allowDeselect={false} disabled={running} data={ENCODINGS} value={encoding}
              onChange={(value) => changed(setEncoding)(value ?? "utf-8")} />
          </SimpleGrid>
          {origin === "OWN" && <Text size="sm" c="dimmed">{t("columns")} <code className="long">customerId, email, websiteCode, points, mode, createdAt, expiresAt, comment</code></Text>}
          <Group>
            <Button type="submit" variant={tried ? "default" : "filled"} leftSection={<Icon name="play" />} loading={running}>{t("try")}</Button>
            {running && <Button variant="default" onClick={stop}>{t("stop")}</Button>}
          </Group>
          {outcome !== null && <ImportOutcome outcome={outcome} name={file?.name ?? ""} onBook={() => void start(false)} />}
          <Text size="sm" c="dimmed">{t("commandLine")} <Anchor component="span" inherit c="inherit" td="none"><code className="long">./guerdon import balances.csv --dry-run --website us</code></Anchor></Text>
        </Stack>
      </form>
    </Paper>
  );
}

/** Read `1=us, 2=eu`. */
function numbered(text: string): { number: string; code: string }[] {
  return text.split(/[,;\s]+/).filter((pair) => pair !== "").map((pair) => {
    const [number = "", code = ""] = pair.split("=");
    return { number, code };
  });
}
