import type { Task } from '../api/types';
import { may } from './access';
import { daysUntil } from '../ui/format';

/** Where a task is done. */
const places: Record<string, string> = {
  changes_to_decide: '/changes?state=pending',
  imports_to_approve: '/imports?state=submitted',
  requests_to_decide: '/projects?state=filed',
  draws_to_begin: '/projects?state=approved',
  near_to_resolve: '/near',
  terms_ending: '/experts?due=term_ending',
  confirmations_missing: '/experts?due=confirmation_missing',
  accounts_locked: '/accounts?state=locked',
  invitations_open: '/accounts?state=invited',
  ledger_problem: '/ledger',
};
export function placeOf(kind: string, role: string): string {
  if (kind === 'ledger_problem' && !may(role, 'ledger')) return '/system';
  return places[kind] ?? '/';
}

/** Tasks with a deadline first, the nearest at the top; then the others as the server ordered them. */
export function ordered(tasks: Task[]): Task[] {
  const dated = tasks.filter((task) => task.due_at).sort((a, b) => Date.parse(a.due_at!) - Date.parse(b.due_at!));
  return [...dated, ...tasks.filter((task) => !task.due_at)].filter((task) => task.count > 0);
}

export function urgency(task: Task, now: Date): 'vermilion' | 'amber' | 'plain' {
  if (task.kind === 'ledger_problem') return 'vermilion';
  if (!task.due_at) return 'plain';
  const days = daysUntil(task.due_at, now);
  return days < 0 ? 'vermilion' : days <= 3 ? 'amber' : 'plain';
}
