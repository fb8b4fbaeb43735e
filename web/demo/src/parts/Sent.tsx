/** The panel that shows what the shop has sent to Guerdon, and what it was answered. */
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { type Call, forgetSent, onSent, sentCalls } from "../sent";
import { useSpeech } from "../speech";
import { openInGraphiQL } from "./graphiql";

export function Sent({ isOpen, onToggle }: { isOpen: boolean; onToggle: () => void }): ReactNode {
  const { words, fill, number } = useSpeech();
  const calls = useSyncExternalStore(onSent, sentCalls);
  const panel = useRef<HTMLElement>(null);
  const [wasOpen] = useState(isOpen);
  useEffect(() => {
    if (isOpen && !wasOpen) panel.current?.focus();
  }, [isOpen, wasOpen]);
  if (!isOpen) {
    return (
      <button type="button" className="sent-open" onClick={onToggle} aria-expanded="false">
        {fill(words.sentOpen, { count: number(calls.length) })}
      </button>
    );
  }
  return (
    <aside
      ref={panel}
      className="sent"
      tabIndex={-1}
      aria-labelledby="sent"
      onKeyDown={(event) => event.key === "Escape" && onToggle()}
    >
      <header>
        <h2 id="sent">{words.sentTitle}</h2>
        <button type="button" className="quiet" onClick={forgetSent}>
          {words.clear}
        </button>
        <button type="button" className="quiet" onClick={onToggle} aria-expanded="true">
          {words.close}
        </button>
      </header>
      <p className="small muted">{words.sentText}</p>
      {calls.length === 0 && <p className="muted">{words.sentNone}</p>}
      <ol>
        {calls.map((call) => (
          <OneCall key={call.id} call={call} />
        ))}
      </ol>
    </aside>
  );
}

function OneCall({ call }: { call: Call }): ReactNode {
  const { words, fill, number } = useSpeech();
  const [isOpen, setOpen] = useState(false);
  return (
    <li className={`call ${call.by} ${call.state}`}>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <span className="by">{words.by[call.by]}</span>
          <strong>{call.name}</strong>
          <small>
            {call.times > 1 && `${fill(words.times, { count: number(call.times) })} · `}
            {call.state === "answered" && call.milliseconds !== null
              ? `${number(call.milliseconds)} ms`
              : words.callState[call.state]}
          </small>
        </summary>
        {isOpen && <Texts call={call} />}
      </details>
    </li>
  );
}

function Texts({ call }: { call: Call }): ReactNode {
  const { words } = useSpeech();
  const [isCopied, setCopied] = useState(false);
  const variables = JSON.stringify(call.variables, null, 2);
  const copy = async () => {
    await navigator.clipboard.writeText(call.query);
    setCopied(true);
  };
  return (
    <>
      <p className="buttons">
        <button type="button" onClick={() => openInGraphiQL(call)}>
          {call.by === "backend" ? words.openGraphiQLStaff : words.openGraphiQL}
        </button>
        <button type="button" onClick={() => void copy()}>
          <span aria-live="polite">{isCopied ? words.copied : words.copy}</span>
        </button>
      </p>
      <h3>
        {words.asked} <code>{call.by === "backend" ? "POST /graphql/admin" : "POST /graphql"}</code>
      </h3>
      <pre>{pretty(call.query)}</pre>
      {variables !== "{}" && (
        <>
          <h3>{words.variables}</h3>
          <pre>{variables}</pre>
        </>
      )}
      {call.answers.length > 0 && <h3>{words.answered}</h3>}
      {call.answers.map((answer, index) => (
        <pre key={index}>{JSON.stringify(answer, null, 2)}</pre>
      ))}
    </>
  );
}

/** The kit sends its documents without blanks: here they get lines again. */
export function pretty(query: string): string {
  if (query.includes("\n")) return query;
  let indent = 0;
  const broken = query.replace(/\([^)]*\)|[{}]|[^\s{}()]+|\s+/g, (token) => {
    if (token === "{") return ` {\n${"  ".repeat(++indent)}`;
    if (token === "}") return `\n${"  ".repeat(Math.max(0, --indent))}}\n${"  ".repeat(indent)}`;
    return token;
  });
  return linesOf(broken);
}

/** Puts each field on a line of its own. */
function linesOf(text: string): string {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .flatMap((line) => {
      const indent = /^ */.exec(line)?.[0] ?? "";
      if (/^\s*(query|mutation|subscription|fragment|\})/.test(line)) return [line.trimEnd()];
      const fields = line.trim().match(/(\.\.\.\w+|\w+(\([^)]*\))?( \{)?)/g) ?? [line.trim()];
      return fields.map((field) => indent + field);
    })
    .join("\n");
}
