// Stands for the boilerplate's library, by what its documentation says.

/** A block's rows: keys in its first column, as class names are written, values in its second. */
export function readBlockConfig(block) {
  const rows = [...block.querySelectorAll(":scope > div")].map(({ children }) => [...children]);
  return Object.fromEntries(
    rows.map(([key, value]) => [
      key.textContent.trim().toLowerCase().replace(/[^0-9a-z]+/g, "-"),
      value.querySelector("a")?.href ?? value.textContent.trim(),
    ]),
  );
}
