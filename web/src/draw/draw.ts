import type { Tone } from '../ui/columns';
import type { Can, Contributor, ContributorState, DrawStage, DrawView, HallView, SeatState } from './types';

export const limit = 50;

/** The seven stages in their order; `cancelled` stands beside them. */
export const stages: DrawStage[] = ['open', 'committed', 'numbers', 'seal', 'callout', 'check_in', 'unsealed'];
export const toneOf = ({ stage, closed }: { stage: DrawStage; closed: boolean }): Tone => (stage === 'cancelled' ? 'plain' : stage === 'unsealed' && closed ? 'jade' : 'amber');
export const stateWord = ({ stage, closed }: { stage: DrawStage; closed: boolean }) => (stage === 'unsealed' && closed ? 'closed' : stage);

export const can = (view: DrawView, word: Can) => view.can.includes(word);

export type Panel = 'contributors' | 'sealed' | 'seats' | 'check_in' | 'names' | 'slots' | 'evidence';

/** The work of the stage first, then what earlier stages left, the latest at the top. */
export function panelsOf(view: DrawView): Panel[] {
  const held: [Panel, boolean][] = [
    ['names', view.names !== null],
    ['evidence', can(view, 'files')],
    ['check_in', view.check_in !== null],
    ['seats', view.rounds !== null],
    ['sealed', view.sealed !== null],
    ['contributors', true],
    ['slots', true],
  ];
  return held.filter(([, shown]) => shown).map(([panel]) => panel);
}

/** An operator begins a draw of an approved request, but not of one that the same person approved. */
export function mayBegin(account: { role: string; display_name: string }, request: { state: string; approvers: string[] }): 'yes' | 'approver' | 'no' {
  if (account.role !== 'draw_operator' || request.state !== 'approved') return 'no';
  return request.approvers.includes(account.display_name) ? 'approver' : 'yes';
}

export const contributorKinds = ['centre', 'supervisor', 'holder', 'tenderee', 'guest'];
/** A role is a kind and a number, as in `guest-2`. */
export function roleParts(role: string): { kind: string; number: string } {
  const [kind = '', number = ''] = role.split('-');
  return { kind, number };
}
const insiders = ['centre', 'supervisor', 'holder'];
export const contributorTones: Record<ContributorState, Tone> = { invited: 'plain', joined: 'blue', committed: 'jade', revealed: 'jade', missing: 'vermilion' };

/** Before the own commitment a person may get a new link or leave. */
export const replaceable = ({ state }: Pick<Contributor, 'state'>) => state === 'invited' || state === 'joined';
/** The list that is open for commitments, which closes when all on it have committed. */
export const openList = ({ numbers }: HallView) => (numbers.list === 'insiders' || numbers.list === 'everyone' ? numbers.list : null);
/** Who has not committed yet of the list that is open. */
export function owing(view: HallView): Contributor[] {
  const list = openList(view);
  if (!list) return [];
  return view.contributors.filter((one) => replaceable(one) && insiders.includes(one.kind) === (list === 'insiders'));
}

export const seatTones: Record<SeatState, Tone> = { waiting: 'plain', calling: 'amber', accepted: 'jade', vacant: 'vermilion', short: 'vermilion', arrived: 'jade' };

/** A slip as it is read aloud: spaces, hyphens and capitals do not count. */
export const plainDigits = (text: string) => text.replace(/[\s-]/g, '');
export const plainLetters = (text: string) => text.replace(/[\s-]/g, '').toLowerCase();
export function slipFaults(slip: { role: string; digits: string; letters: string }): ('role' | 'digits' | 'letters')[] {
  return [
    ...(slip.role === '' ? ['role' as const] : []),
    ...(/^\d{6,12}$/.test(plainDigits(slip.digits)) ? [] : ['digits' as const]),
    ...(/^[a-z2-7]{8}$/.test(plainLetters(slip.letters)) ? [] : ['letters' as const]),
  ];
}
