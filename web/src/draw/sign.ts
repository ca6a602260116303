/** The statements of a draw and those around it, in the order of their life. */
export const statementKinds = [
  'anchor', 'pack', 'registry', 'approval', 'draw-open', 'draw-commit', 'pool-checked', 'numbers', 'reveal', 'sealed', 'round', 'unseal', 'cancel', 'entry', 'note',
];
export const statementWord = (kind: string) => (statementKinds.includes(kind) ? `draw.statement.${kind}` : null);

export const parties = ['centre', 'supervising', 'province', 'witness', 'notary'];
/** Whose signatures are still to be pasted; the centre signs last, by itself. */
export const awaited = ({ parties: all, signed }: { parties: string[]; signed: string[] }) => all.filter((party) => party !== 'centre' && !signed.includes(party));

/** Only these belong to a round of a draw. */
export const hasRound = (kind: string) => ['numbers', 'reveal', 'round', 'unseal'].includes(kind);

/** The note as it was signed: a paste may bring Windows line ends, spaces behind and no last line feed. */
export const plainNote = (pasted: string) => `${pasted.replace(/\r\n?/g, '\n').replace(/^\n+|\s+$/g, '')}\n`;

/** A signed note is the body, an empty line, and at least one line of an em dash, a name and a signature. */
export function noteFault(body: string, pasted: string): 'missing' | 'body' | 'unsigned' | null {
  if (pasted.trim() === '') return 'missing';
  const note = plainNote(pasted);
  if (note !== body && !note.startsWith(`${body}\n`)) return 'body';
  const lines = note.slice(body.length + 1).split('\n').slice(0, -1);
  return lines.length > 0 && lines.every((line) => /^\u2014 \S+ [A-Za-z0-9+/]+={0,2}$/.test(line)) ? null : 'unsigned';
}
