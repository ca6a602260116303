import type { Expert } from '../api/types';
import { time } from '../ui/format';
import type { Span } from '../ui/useSpan';

/** The states that an officer may propose from each state; a person who left stays in the files and comes back by a new admission. */
const ways: Record<string, string[]> = {
  draft: ['active', 'exited'],
  active: ['on_leave', 'suspended', 'exited'],
  on_leave: ['active', 'suspended', 'exited'],
  suspended: ['active', 'exited'],
  exited: [],
};
export const nextStates = (state: string) => ways[state] ?? [];

/** Leave and suspension end on a day; the other states do not. */
export const endsOnADay = (state: string) => state === 'on_leave' || state === 'suspended';

type Word = (key: string) => string;
export interface FactTable { name: string; heads: string[]; rows: string[][] }

/** The collected facts as tables of text; `word` translates the code words, `span` says when something held. */
export function factTables(expert: Expert, word: Word, span: Span): FactTable[] {
  const dash = (text: string | null | undefined) => text ?? '—';
  return [
    { name: 'employments', heads: ['unit', 'kind', 'months'],
      rows: expert.employments.map((e) => [e.unit.name, word(`employment.${e.kind}`), span(e.from_month, e.until_month)]) },
    { name: 'kin', heads: ['relation', 'name', 'unit'],
      rows: expert.kin.map((k) => [word(`relation.${k.relation}`), k.name, dash(k.unit?.name)]) },
    { name: 'licences', heads: ['kind', 'number', 'unit', 'term'],
      rows: expert.licences.map((l) => [word(`licence.${l.kind}`), l.number, l.unit.name, span(l.from, l.until)]) },
    { name: 'declarations', heads: ['kind', 'unit', 'term', 'note'],
      rows: expert.declarations.map((d) => [word(`declaration.${d.kind}`), d.unit.name, span(d.from, d.until), dash(d.note)]) },
    { name: 'credits', heads: ['kind', 'field', 'basis', 'authority', 'document', 'term'],
      rows: expert.credits.map((c) => [word(`credit.${c.kind}`), word(`creditField.${c.field}`), c.basis, c.authority, dash(c.document), span(c.from, c.until)]) },
    { name: 'panels', heads: ['project', 'lot', 'tenderee', 'day', 'outcome'],
      rows: expert.panels.map((p) => [p.project_code, dash(p.lot), dash(p.tenderee?.name), p.evaluated_on, word(`outcome.${p.outcome}`)]) },
    { name: 'calendar', heads: ['kind', 'from', 'until'],
      rows: expert.calendar.map((c) => [word(`calendarKind.${c.kind}`), time(c.starts_at), time(c.ends_at)]) },
  ];
}

/** Facts that are there first, each with its count; what is empty is one line at the end. */
export function filledFirst(tables: FactTable[]): { filled: FactTable[]; empty: FactTable[] } {
  return { filled: tables.filter(({ rows }) => rows.length > 0), empty: tables.filter(({ rows }) => rows.length === 0) };
}

/** A value of a difference as text; `word` translates the code words. */
export function differenceText(field: string, value: string | null | undefined, word: Word): string {
  if (!value) return '—';
  if (field === 'area') return word(`area.${value}`);
  if (field === 'state') return word(`state.${value}`);
  return field.endsWith('_specialties') ? value.split(';').map((code) => word(`specialty.${code}`)).join('\n') : value;
}
