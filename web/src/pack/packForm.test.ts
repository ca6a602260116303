import { describe, expect, it } from 'vitest';
import { packBody, packFaults } from './packForm';

const text = 'id hunan/tender-2027-01\nfrom 2027-01-01\nfigures 5f1c\n';
const note = 'vrd1 pack\nid hunan/tender-2027-01\nhash 5f1c\nfrom 2027-01-01\n\n— supervising.example+1a2b3c4d AbC+/09=\n';

describe('a pack handed in', () => {
  it('is a text and a signed pack statement', () => {
    expect(packFaults({ text, note, figures: '' })).toEqual([]);
    expect(packFaults({ text: '', note: '', figures: '' })).toEqual(['text', 'note']);
    expect(packFaults({ text, note: note.replace('vrd1 pack', 'vrd1 approval'), figures: '' })).toEqual(['note']);
    expect(packFaults({ text, note: note.split('\n\n')[0]!, figures: '' })).toEqual(['note']);
  });

  it('is sent with the line ends that were signed', () => {
    expect(packBody({ text: text.replace(/\n/g, '\r\n'), note, figures: ' ' })).toEqual({ text, note });
    expect(packBody({ text, note, figures: 'draw.depth\t3\tC\tx\t' }).figures).toBe('draw.depth\t3\tC\tx\t\n');
  });
});
