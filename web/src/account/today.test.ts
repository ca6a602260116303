import { describe, expect, it } from 'vitest';
import type { Task } from '../api/types';
import { ordered, urgency } from './today';

const task = (kind: Task['kind'], count: number, due_at: string | null): Task => ({ kind, count, due_at });

describe('today', () => {
  it('puts the nearest deadline first, then what has none, and leaves out what is done', () => {
    const tasks = [task('near_to_resolve', 4, null), task('terms_ending', 2, '2026-12-30T00:00:00Z'),
      task('changes_to_decide', 0, null), task('imports_to_approve', 1, '2026-12-02T00:00:00Z')];
    expect(ordered(tasks).map(({ kind }) => kind)).toEqual(['imports_to_approve', 'terms_ending', 'near_to_resolve']);
  });

  it('is urgent from three days before the deadline, and grave after it', () => {
    const now = new Date('2026-12-01T02:00:00Z');
    expect(urgency(task('terms_ending', 1, '2026-12-10T00:00:00Z'), now)).toBe('plain');
    expect(urgency(task('terms_ending', 1, '2026-12-03T00:00:00Z'), now)).toBe('amber');
    expect(urgency(task('terms_ending', 1, '2026-11-29T00:00:00Z'), now)).toBe('vermilion');
  });
});
