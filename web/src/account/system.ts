/** A configuration read as lines `section.key value`, the way its file names them. */
export function flattened(value: unknown, prefix = ''): { name: string; value: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    const deeper = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    if (deeper) return flattened(inner, name);
    return [{ name, value: inner === null ? '—' : Array.isArray(inner) ? inner.join(', ') : String(inner) }];
  });
}
