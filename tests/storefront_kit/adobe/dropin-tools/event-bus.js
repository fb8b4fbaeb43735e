// Stands for the drop-ins' event bus, by what its documentation says: `eager` hears the last event at once.
const listeners = new Map();
const last = new Map();

export const events = {
  on(name, listener, { eager = false } = {}) {
    listeners.set(name, [...(listeners.get(name) ?? []), listener]);
    if (eager && last.has(name)) listener(last.get(name));
  },
  emit(name, payload) {
    last.set(name, payload);
    for (const listener of listeners.get(name) ?? []) listener(payload);
  },
};
