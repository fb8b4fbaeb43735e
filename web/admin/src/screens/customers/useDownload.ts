/** All that is kept of a customer, handed over as a file. */
import { useClient } from "urql";
import { useFailureText } from "../../api/failure";
import { download } from "../../components/download";
import { notifyDone, notifyTrouble } from "../../components/notify";
import { PERSONAL_DATA } from "./commands";
import { useWords } from "./words";

export function useDownload(id: string): () => Promise<void> {
  const client = useClient();
  const t = useWords();
  const failureText = useFailureText();
  return async () => {
    const { data, error } = await client.query(PERSONAL_DATA, { id }, { requestPolicy: "network-only" });
    if (data == null) return notifyTrouble(failureText(error));
    download(`personal-data-${id}.json`, "application/json", JSON.stringify(data.customerPersonalData, null, 2));
    notifyDone(t("downloaded"));
  };
}
