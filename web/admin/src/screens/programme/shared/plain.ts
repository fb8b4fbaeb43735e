/** What the API answered, as it can be sent again: without the names of types that the client has added. */

export type Plain<T> = T extends readonly (infer Item)[] ? Plain<Item>[] : T extends object ? { [K in keyof T as Exclude<K, "__typename">]: Plain<T[K]> } : T;

export function plain<T>(answered: T): Plain<T> {
  if (Array.isArray(answered)) return answered.map(plain) as Plain<T>;
  if (typeof answered !== "object" || answered === null) return answered as Plain<T>;
  const kept = Object.entries(answered).filter(([name]) => name !== "__typename");
  return Object.fromEntries(kept.map(([name, value]) => [name, plain(value)])) as Plain<T>;
}
