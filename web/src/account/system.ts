/** A configuration read as lines `section.key value`, the way its file names them. */
export function flattened(value: Record<string, unknown>, prefix = ''): { name: string; value: string }[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    const deeper = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    if (deeper) return flattened(inner as Record<string, unknown>, name);
    return [{ name, value: inner === null ? '—' : Array.isArray(inner) ? inner.join(', ') : String(inner) }];
  });
}
