/** Where a customer and an order are shown. */

export function customerPath(id: string): string {
  return `/customers/${encodeURIComponent(id)}`;
}

export function orderPath(id: string): string {
  return `/orders/${encodeURIComponent(id)}`;
}
