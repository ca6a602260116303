/** The two mistakes that the page can see by itself; the server judges strength. */
export function passwordFault(password: string, repeated: string): 'short' | 'different' | null {
  if ([...password].length < 12) return 'short';
  return password === repeated ? null : 'different';
}
