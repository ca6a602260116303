import { isProvince } from './areas';

export type Role =
  | 'draw_operator' | 'supervisor' | 'tenderee' | 'agency' | 'pool_officer' | 'site_officer' | 'finance_officer' | 'expert'
  | 'security_officer' | 'system_officer' | 'auditor';

/** What each role finds in the navigation. The server decides; this only keeps closed doors out of sight. */
export type Place =
  | 'today' | 'projects' | 'draws' | 'approvals' | 'packs' | 'check-in' | 'experts' | 'changes' | 'imports' | 'units' | 'near'
  | 'accounts' | 'ledger' | 'system' | 'own';
export interface Group { name: 'work' | 'pool' | 'units' | 'office'; places: Place[] }

const everyone: Place[] = ['today', 'own'];
const places: Record<Role, Place[]> = {
  pool_officer: ['projects', 'packs', 'experts', 'changes', 'imports', 'units', 'near'],
  supervisor: ['projects', 'draws', 'approvals', 'packs', 'experts', 'units'],
  auditor: ['packs', 'experts', 'units', 'ledger'],
  security_officer: ['accounts'],
  system_officer: ['system'],
  draw_operator: ['projects', 'draws', 'packs'],
  tenderee: ['projects'],
  agency: ['projects'],
  site_officer: ['check-in'],
  finance_officer: [],
  expert: [],
};

const order: Group[] = [
  { name: 'work', places: ['today', 'projects', 'draws', 'approvals', 'packs', 'check-in'] },
  { name: 'pool', places: ['experts', 'changes', 'imports'] },
  { name: 'units', places: ['units', 'near'] },
  { name: 'office', places: ['accounts', 'ledger', 'system'] },
];

/** The province alone approves another attempt. */
const provincial: Place[] = ['approvals'];

export function may(role: string, place: Place, area = ''): boolean {
  if (provincial.includes(place) && !isProvince(area)) return false;
  return everyone.includes(place) || (places[role as Role]?.includes(place) ?? false);
}

export function navigation(role: string, area: string): Group[] {
  return order
    .map(({ name, places }) => ({ name, places: places.filter((place) => may(role, place, area)) }))
    .filter((group) => group.places.length > 0);
}

/** Whose accounts belong to a unit, for which they file requests. */
export const actsForUnit = (role: string) => role === 'tenderee' || role === 'agency';

/** Who may propose and decide, as against only read. */
export const maintains = (role: string) => role === 'pool_officer';
export const roles: Role[] = [
  'draw_operator', 'supervisor', 'tenderee', 'agency', 'pool_officer', 'site_officer', 'finance_officer',
  'security_officer', 'system_officer', 'auditor',
];
