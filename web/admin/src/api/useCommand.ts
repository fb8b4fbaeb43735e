/**
 * Commands: a mutation with the idempotency key of an opened form, so that a second click, or a retry after the network
 * failed, books nothing twice; its `userErrors` go to the form's fields, the first of which gets the focus.
 */
import type { TypedDocumentNode } from "@urql/core";
import { useCallback, useMemo, useRef, useState } from "react";
import { useMutation, type AnyVariables } from "urql";
import { focusFirstWrong } from "../components/firstWrong";
import { notifyDone } from "../components/notify";
import { useFailureText } from "./failure";

export interface UserError {
  message: string;
  path?: readonly string[] | null;
  code?: string;
}

/** As much of a form as errors need: Mantine's `useForm` is one. */
export interface ErrorForm {
  getValues(): object;
  setErrors(errors: Record<string, string>): void;
}

export interface CommandOptions<Data, Variables> {
  /** The mutation's payload in the answer, such as `(data) => data.pointsAdjust`. */
  payload: (data: Data) => { userErrors: readonly UserError[] } | null | undefined;
  /** What is said when it is done. */
  success?: string | ((data: Data) => string);
  /** The form's fields of inputs that are named otherwise there: `{ customerGroupCode: "group" }`. */
  fields?: Record<string, string>;
  /** After success, before `run` returns. */
  onDone?: (data: Data, variables: Variables) => void;
}

export interface Command<Data, Variables> {
  /** Give the command. Returns the answer's data, or null if it was refused or did not arrive. */
  run(make: Variables | ((idempotencyKey: string) => Variables), form?: ErrorForm): Promise<Data | null>;
  running: boolean;
  /** What is wrong and belongs to no field: show it with `<Problems>`. */
  problems: readonly string[];
  /** Forget the problems, as when a form is opened anew; the next command is another one. */
  reset(): void;
}

export function useCommand<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  options: CommandOptions<Data, Variables>,
): Command<Data, Variables> {
  const [, execute] = useMutation(document);
  const [running, setRunning] = useState(false);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const failureText = useFailureText();
  const busy = useRef(false);
  const key = useRef<string>(crypto.randomUUID());
  const latest = useRef(options);
  latest.current = options;

  const reset = useCallback(() => {
    key.current = crypto.randomUUID();
    setProblems([]);
  }, []);

  const run = useCallback<Command<Data, Variables>["run"]>(
    async (make, form) => {
      if (busy.current) return null;
      busy.current = true;
      setRunning(true);
      setProblems([]);
      const { payload, success, fields, onDone } = latest.current;
      try {
        const variables = typeof make === "function" ? make(key.current) : make;
        const { data, error } = await execute(variables);
        if (error !== undefined || data == null) {
          // The same key again: if the command did arrive, its answer is repeated and nothing else happens.
          setProblems([failureText(error)]);
          return null;
        }
        const errors = payload(data)?.userErrors ?? [];
        if (errors.length > 0) {
          key.current = crypto.randomUUID();
          setProblems(toFields(errors, form, fields ?? {}));
          return null;
        }
        key.current = crypto.randomUUID();
        onDone?.(data, variables);
        if (success !== undefined) notifyDone(typeof success === "function" ? success(data) : success);
        return data;
      } finally {
        busy.current = false;
        setRunning(false);
      }
    },
    [execute, failureText],
  );
  return useMemo(() => ({ run, running, problems, reset }), [run, running, problems, reset]);
}

/** Put errors to the form's fields; return the messages of those that belong to none. */
function toFields(
  errors: readonly UserError[],
  form: ErrorForm | undefined,
  renamed: Record<string, string>,
): string[] {
  const atFields: Record<string, string> = {};
  const others: string[] = [];
  for (const { message, path } of errors) {
    const field = form && fieldOf(path ?? [], form.getValues(), renamed);
    if (field === undefined) others.push(message);
    else atFields[field] = atFields[field] === undefined ? message : `${atFields[field]} ${message}`;
  }
  form?.setErrors(atFields);
  if (Object.keys(atFields).length > 0) focusFirstWrong();
  return others;
}

/** The form's field that a path of the API means: from the argument down, `["input", "lines", "0", "quantity"]`. */
function fieldOf(
  path: readonly string[],
  values: object,
  renamed: Record<string, string>,
): string | undefined {
  const ways = [path.slice(1), path];
  for (const way of ways) {
    const name = way.join(".");
    const known = renamed[name] ?? renamed[way[0] ?? ""];
    if (known !== undefined) return known;
    if (way.length > 0 && has(values, way)) return name;
  }
  return undefined;
}

function has(values: unknown, way: readonly string[]): boolean {
  const [first, ...rest] = way;
  if (first === undefined) return true;
  if (typeof values !== "object" || values === null || !(first in values)) return false;
  return has((values as Record<string, unknown>)[first], rest);
}
