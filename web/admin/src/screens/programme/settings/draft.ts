/** What has been changed and not saved: values to set, and settings that are to inherit again. */
import type { Name, Settings, SettingsInput } from "./documents";

/** A setting's value, null where it is blank. */
export type Value = boolean | number | string | null | readonly string[];

export interface Draft {
  readonly set: Readonly<Partial<Record<Name, Value>>>;
  readonly inherit: readonly Name[];
}

export const NO_DRAFT: Draft = { set: {}, inherit: [] };

export function withValue(draft: Draft, settings: Settings, name: Name, value: Value): Draft {
  const { [name]: _, ...others } = draft.set;
  const inherit = draft.inherit.filter((one) => one !== name);
  // Back at what it was is no change, if it is set here already.
  const isAsItWas = isSame(settings[name], value) && settings.overridden.includes(name);
  return { set: isAsItWas ? others : { ...draft.set, [name]: value }, inherit };
}

export function withInherited(draft: Draft, settings: Settings, name: Name): Draft {
  const { [name]: _, ...set } = draft.set;
  return { set, inherit: settings.overridden.includes(name) ? [...draft.inherit, name] : draft.inherit };
}

export function withOwn(draft: Draft, settings: Settings, name: Name): Draft {
  return withValue(draft, settings, name, settings[name]);
}

export function changes(draft: Draft): number {
  return Object.keys(draft.set).length + draft.inherit.length;
}

/** The settings as they would be in force on a website, for the example: what it overrides itself is not touched. */
export function inForce(draft: Draft, inherited: Settings, isWebsite: boolean): SettingsInput {
  const back = isWebsite ? Object.fromEntries(draft.inherit.map((name) => [name, inherited[name]])) : {};
  return { ...back, ...draft.set } as SettingsInput;
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
