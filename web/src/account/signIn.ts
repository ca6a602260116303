import type { Problem } from '../api/call';

export type Step = 'password' | 'code';

/** The message key of what the server's sentence leaves open: what the person does meanwhile. */
export function wayBack(problem: Problem): string | null {
  if (problem.code === 'sign_in.locked') return 'account.signIn.locked';
  return problem.code === 'sign_in.too_often' ? 'account.signIn.limited' : null;
}

/** A ticket that has run out leads back to the password. */
export function stepAfter(step: Step, problem: Problem): Step {
  return problem.code === 'sign_in.ticket_over' ? 'password' : step;
}

/** Only a path of this site may follow a sign-in. */
export function safeReturn(back: unknown): string {
  return typeof back === 'string' && /^\/(?![/\\])/.test(back) ? back : '/';
}

export const onlyDigits = (text: string) => text.normalize('NFKC').replace(/[^0-9]/g, '');
