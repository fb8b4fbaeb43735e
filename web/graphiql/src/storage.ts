/** A part of the browser's storage for one endpoint, so that two APIs on one host keep apart. */

export interface EndpointStorage {
  readonly length: number;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  clear(): void;
}

/** Open the endpoint's storage; the shape is what GraphiQL asks of a `Storage`. */
export function openStorage(endpoint: string): EndpointStorage {
  const prefix = `guerdon ${endpoint} `;
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  return {
    get length() {
      return keys().length;
    },
    getItem: (key) => localStorage.getItem(prefix + key),
    setItem: (key, value) => localStorage.setItem(prefix + key, value),
    removeItem: (key) => localStorage.removeItem(prefix + key),
    clear: () => keys().forEach((key) => localStorage.removeItem(key)),
  };
}
