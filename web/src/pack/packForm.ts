import { noteFault, plainNote } from '../draw/sign';

export interface PackFormValues { text: string; note: string; figures: string }

/** The text ends with its last line and nothing behind it: its hash is what was signed. */
const lines = (text: string) => `${text.replace(/\r\n?/g, '\n').replace(/[ \n]+$/, '')}\n`;

/** The signed statement names the text by its hash, so only its own form is seen here; the server compares. */
export function packFaults({ text, note }: PackFormValues): ('text' | 'note')[] {
  const body = `${plainNote(note).split('\n\n')[0]}\n`;
  return [
    ...(/^id \S+\nfrom \d{4}-\d{2}-\d{2}\n/.test(lines(text)) ? [] : ['text' as const]),
    ...(body.startsWith('vrd1 pack\n') && noteFault(body, note) === null ? [] : ['note' as const]),
  ];
}

export const packBody = ({ text, note, figures }: PackFormValues) => ({ text: lines(text), note: plainNote(note), ...(figures.trim() === '' ? {} : { figures: lines(figures) }) });
