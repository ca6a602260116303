import type { Problem } from '../api/call';

export type Said = { text: string } | { key: string; params: Record<string, string> };

/** The server's own sentence where it spoke; otherwise ours, which says what to do. */
export function problemSentence(problem: Problem): Said {
  if (problem.code === 'offline') return { key: 'ui.problem.offline', params: {} };
  if (problem.message !== '') return { text: problem.message };
  return { key: 'ui.problem.unknown', params: { code: problem.code } };
}
