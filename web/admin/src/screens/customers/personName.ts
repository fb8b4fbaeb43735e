/** What a customer is called: by their names, or their address, or at least their id. */
interface Named {
  id: string;
  email?: string | null;
  firstName?: string | null;
  lastName?: string | null;
}

export function personName({ id, email, firstName, lastName }: Named): string {
  const names = [firstName, lastName].filter((name) => name != null && name !== "").join(" ");
  return names !== "" ? names : (email ?? id);
}
