/** Filters, columns and the page live in the address: reload and back keep them. Pure; `useAddress` binds it to the router. */
export type Query = Record<string, string | null | (string | null)[] | undefined>;
export type Address = Record<string, string>;

export function read(query: Query, names: readonly string[]): Address {
  const address: Address = {};
  for (const name of names) {
    const value = query[name];
    const first = Array.isArray(value) ? value[0] : value;
    if (typeof first === 'string' && first !== '') address[name] = first;
  }
  return address;
}

/** A changed filter begins at the first page. */
export function filtered(address: Address, change: Record<string, string | undefined | null>): Address {
  const next: Address = { ...address };
  delete next.after;
  delete next.page;
  for (const [name, value] of Object.entries(change)) {
    if (value) next[name] = value;
    else delete next[name];
  }
  return next;
}

export function turned(address: Address, cursor: string): Address {
  return { ...address, after: cursor, page: String(pageNumber(address) + 1) };
}

export function first(address: Address): Address {
  return filtered(address, {});
}

export function pageNumber(address: Address): number {
  const page = Number.parseInt(address.page ?? '1', 10);
  return Number.isFinite(page) && page > 0 ? page : 1;
}

/** The rows that a page shows, counted from one, for "51–100 of 4,213". */
export function rowsShown(address: Address, limit: number, shown: number): { from: number; to: number } {
  const from = shown === 0 ? 0 : (pageNumber(address) - 1) * limit + 1;
  return { from, to: shown === 0 ? 0 : from + shown - 1 };
}

export function chosenColumns(address: Address, all: readonly string[], usual: readonly string[]): string[] {
  if (!address.columns) return [...usual];
  const wanted = address.columns.split('.');
  const known = all.filter((name) => wanted.includes(name));
  return known.length > 0 ? known : [...usual];
}

export function columnsInAddress(chosen: readonly string[], usual: readonly string[]): string | null {
  const same = chosen.length === usual.length && usual.every((name) => chosen.includes(name));
  return same ? null : chosen.join('.');
}
