/** The strip above GraphiQL: which API this is, and with whose token it is asked. */
import { type KeyboardEvent, type ReactNode, useEffect, useState } from "react";
import { summariseBearer } from "./bearer";
import type { Api, Configuration } from "./configuration";
import { cleanToken, type Credentials } from "./credentials";
import icon from "./icon.svg";

interface BarProps {
  configuration: Configuration;
  credentials: Credentials;
  onChange: (credentials: Credentials) => void;
}

export function Bar({ configuration, credentials, onChange }: BarProps): ReactNode {
  const { api, title, other } = configuration;
  const here = <strong key="here" aria-current="page">{title}</strong>;
  const there = <a key="there" href={other.endpoint}>{other.title}</a>;
  return (
    <header className="bar">
      <nav className="bar-apis" aria-label="APIs">
        <a className="bar-home" href="/" title="Guerdon, reward points">
          <img src={icon} alt="" width="20" height="20" />
          Guerdon
        </a>
        {api === "storefront" ? [here, there] : [there, here]}
      </nav>
      <div className="bar-fields">
        {api === "storefront" && (
          <Field
            label="Store"
            className="bar-store"
            placeholder="default"
            value={credentials.store}
            onCommit={(store) => onChange({ ...credentials, store: store.trim() })}
          />
        )}
        <Field
          label="Token"
          className="bar-token"
          placeholder={`paste one: ./guerdon token ${api === "admin" ? "--scope admin" : "--customer ID"}`}
          value={credentials.token}
          onCommit={(token) => onChange({ ...credentials, token: cleanToken(token) })}
        />
        <BearerState token={credentials.token} api={api} />
      </div>
    </header>
  );
}

interface FieldProps {
  label: string;
  className: string;
  placeholder: string;
  value: string;
  onCommit: (value: string) => void;
}

/** A field that takes effect when it is left, on Enter, or at once when something is pasted. */
function Field({ label, className, placeholder, value, onCommit }: FieldProps): ReactNode {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const commitOnEnter = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") onCommit(draft);
  };
  return (
    <label className={className}>
      <span>{label}</span>
      <input
        value={draft}
        placeholder={placeholder}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(event) => setDraft(event.target.value)}
        onPaste={({ currentTarget }) => setTimeout(() => onCommit(currentTarget.value))}
        onBlur={() => onCommit(draft)}
        onKeyDown={commitOnEnter}
      />
    </label>
  );
}

const REFRESH_MILLISECONDS = 15_000;

function BearerState({ token, api }: { token: string; api: Api }): ReactNode {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), REFRESH_MILLISECONDS);
    return () => clearInterval(timer);
  }, [token]);
  if (token === "") return <output className="bar-bearer">signed out</output>;
  const { text, usable } = summariseBearer(token, api, now);
  return (
    <output className={usable ? "bar-bearer bar-usable" : "bar-bearer bar-refused"} title={text}>
      {text}
    </output>
  );
}
