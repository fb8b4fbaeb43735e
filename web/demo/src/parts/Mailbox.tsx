/** The customer's mailbox: what the shop has mailed about points. */
import type { ReactNode } from "react";
import { useAnswer } from "../answers";
import { useSpeech } from "../speech";
import { backend } from "../visit";

interface Mail {
  readonly id: string;
  readonly createdAt: string;
  readonly subject: string;
  readonly text: string;
}

interface Mails {
  readonly emails: { readonly nodes: readonly Mail[] };
}

const arrived = new Map<string, Mail>();

/**
 * Asks for the newest mails. One that no server has sent is composed as it is read, and says nothing once there is
 * nothing to say, as a warning of points that are gone by now: what has arrived here stays.
 */
async function askMails(): Promise<readonly Mail[]> {
  const { nodes } = (await backend<Mails>("mailbox", {})).emails;
  for (const mail of nodes) if (mail.subject) arrived.set(mail.id, mail);
  return nodes.flatMap(({ id }) => arrived.get(id) ?? []);
}

export function Mailbox(): ReactNode {
  const { words, dateTime } = useSpeech();
  const { answer, problem } = useAnswer(askMails);
  const mails = answer ?? [];
  return (
    <section className="panel" aria-labelledby="mailbox">
      <h2 id="mailbox">{words.mailbox}</h2>
      <p className="muted small">{words.mailboxText}</p>
      <p role="alert" className="problem">
        {problem}
      </p>
      {answer && mails.length === 0 && <p className="muted">{words.noMail}</p>}
      {mails.map(({ id, createdAt, subject, text }) => (
        <details key={id} className="mail">
          <summary>
            {subject} <small>{dateTime(createdAt)}</small>
          </summary>
          <pre>{text}</pre>
        </details>
      ))}
    </section>
  );
}
