/** All that is kept of a customer, handed over as a file. */
import { useClient } from "urql";
import { useFailureText } from "../../api/failure";
import { notifyDone, notifyTrouble } from "../../components/notify";
import { PERSONAL_DATA } from "./commands";
import { useWords } from "./words";

const KEPT_MS = 60_000; // the browser has saved it by then

export function useDownload(id: string): () => Promise<void> {
  const client = useClient();
  const t = useWords();
  const failureText = useFailureText();
  return async () => {
    const { data, error } = await client.query(PERSONAL_DATA, { id }, { requestPolicy: "network-only" });
    if (data == null) return notifyTrouble(failureText(error));
    save(`personal-data-${id}.json`, JSON.stringify(data.customerPersonalData, null, 2));
    notifyDone(t("downloaded"));
  };
}

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
