import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { noteFault, plainNote } from './sign';

/** The draw id out of what was copied: alone, in groups of four, or within the refusal that tells it. */
export function drawIdIn(text: string): string | null {
  const found = text.replace(/\s/g, '').toLowerCase().match(/[0-9a-f]{64,}/g) ?? [];
  return found.length === 1 && found[0]!.length === 64 ? found[0]! : null;
}

/** SHA-256 of the text exactly as it stands in the field, in UTF-8 with line feeds: whoever keeps the saved text can work it out again. */
export const documentHash = (text: string) => bytesToHex(sha256(utf8ToBytes(text)));

export interface ApprovalForm { draw: string; document: string }
export function approvalFaults({ draw, document }: ApprovalForm): ('draw' | 'document')[] {
  return [...(drawIdIn(draw) ? [] : ['draw' as const]), ...([...document.trim()].length < 4 ? ['document' as const] : [])];
}

/** What the province signs: the draw that may begin and the hash of the document that says why. Null until both are there. */
export function approvalBody(form: ApprovalForm): string | null {
  if (approvalFaults(form).length > 0) return null;
  return `vrd1 approval\ndraw ${drawIdIn(form.draw)}\ncause attempt\ndocument ${documentHash(form.document)}\n`;
}

/** A note may be handed in long after its body was made, so its own body alone is judged here. */
export function approvalFault(pasted: string): 'missing' | 'body' | 'unsigned' | null {
  if (pasted.trim() === '') return 'missing';
  const body = `${plainNote(pasted).split('\n\n')[0]!.replace(/\n$/, '')}\n`;
  if (!/^vrd1 approval\ndraw [0-9a-f]{64}\ncause (?:attempt|supplementary)\ndocument [0-9a-f]{64}\n$/.test(body)) return 'body';
  return noteFault(body, pasted);
}
