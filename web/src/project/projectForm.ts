import type { RequestContent } from '../api/types';

export interface UnitRow { code: string; name: string; role?: string; reason?: string; document?: string }
export interface SlotRow { specialty: string; quota: string; city: string[]; neighbours: string[]; province: boolean }

/** What the steps fill in, as texts. */
export interface Form {
  track: string; method: string; off_site: boolean; project_code: string; project_name: string; lot_number: string; lot_name: string;
  area: string; budget: string; complex: boolean; water: boolean;
  tenderees: UnitRow[]; parties: UnitRow[]; departments: UnitRow[]; finance_departments: UnitRow[];
  starts_at: string; ends_at: string; not_before: string; sites: string[]; other_cities: boolean;
  slots: SlotRow[]; representatives: string; requested: UnitRow[]; early_draw: string;
}

export const steps = ['project', 'time', 'slots', 'people', 'recusal', 'bidders', 'review'] as const;
export type FormStep = (typeof steps)[number];
export const tracks = ['tender', 'procurement'];
export const methods = ['public_tender', 'invited_tender', 'negotiation', 'consultation', 'inquiry'];
export const partyRoles = ['agency', 'cost_consultant', 'designer', 'works_supervisor', 'pre_study'];

const fields: Record<Exclude<FormStep, 'bidders' | 'review'>, string[]> = {
  project: ['track', 'method', 'project_code', 'project_name', 'lot_number', 'lot_name', 'area', 'budget_fen', 'tenderees', 'parties', 'departments', 'finance_departments'],
  time: ['starts_at', 'ends_at', 'not_before', 'sites', 'waivers'],
  slots: ['slots'],
  people: ['representatives'],
  recusal: ['requested'],
};

/** The step on which a field of the server stands: `slots.0.quota` on that of the slots. */
export function stepOf(field: string): FormStep | null {
  const head = field.split('.')[0]!;
  return steps.find((step) => step !== 'bidders' && step !== 'review' && fields[step].includes(head)) ?? null;
}

/** The first step that has something to correct. */
export function firstWrong(told: Record<string, string>): FormStep | null {
  const wrong = new Set(Object.keys(told).map(stepOf));
  return steps.find((step) => wrong.has(step)) ?? null;
}

/** Texts that a step cannot do without. */
const needed: Partial<Record<FormStep, (keyof Form)[]>> = {
  project: ['project_code', 'project_name', 'lot_number', 'lot_name', 'area'],
  time: ['starts_at', 'ends_at', 'not_before', 'sites'],
};

/** The fields of a step that are still empty. */
export function missing(form: Form, step: FormStep): string[] {
  if (step === 'slots') return form.slots.flatMap(({ specialty, quota }, at) => [...(specialty ? [] : [`slots.${at}.specialty`]), ...(quota.trim() ? [] : [`slots.${at}.quota`])]);
  return (needed[step] ?? []).filter((name) => (form[name] as string | string[]).length === 0 || String(form[name]).trim() === '');
}

/** Far enough to be kept by the server. */
export const complete = (form: Form) => steps.slice(0, 3).every((step) => missing(form, step).length === 0);

export const blankSlot = (area: string): SlotRow => ({ specialty: '', quota: '', city: area ? [area] : [], neighbours: [], province: true });

export function blank(area: string): Form {
  return {
    track: 'tender', method: 'public_tender', off_site: false, project_code: '', project_name: '', lot_number: '01', lot_name: '', area, budget: '', complex: false, water: false,
    tenderees: [], parties: [], departments: [], finance_departments: [], starts_at: '', ends_at: '', not_before: '', sites: area ? [area] : [], other_cities: false,
    slots: [blankSlot(area)], representatives: '', requested: [], early_draw: '',
  };
}

const names = (text: string) => text.split(/[\n、,，;；]/).map((name) => name.trim()).filter(Boolean);
const unit = ({ code, name }: UnitRow) => ({ code: code.trim() || null, name: name.trim() || null });
const filled = (rows: UnitRow[]) => rows.filter(({ code, name }) => code.trim() || name.trim());

/** Yuan as written to fen; what is no number the server refuses beside its field. */
export function fen(yuan: string): number | null {
  const written = yuan.replace(/[,，\s]/g, '');
  if (written === '') return null;
  return /^\d+(\.\d{1,2})?$/.test(written) ? Math.round(Number(written) * 100) : -1;
}

/** A count as written; what is none becomes 0, which the server refuses beside its field. */
const whole = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text.trim()) : 0);

function tiers({ city, neighbours, province }: SlotRow, ofProvince: string) {
  const ladder = [
    { reach: 'city', areas: city }, { reach: 'neighbours', areas: neighbours }, { reach: 'province', areas: province ? [ofProvince] : [] },
  ];
  return ladder.filter(({ areas }) => areas.length > 0);
}

/** The form as the server takes it. */
export function contentOf(form: Form): RequestContent {
  const { tenderees, parties, departments, finance_departments, requested, slots, sites, representatives, budget, early_draw, ...plain } = form;
  return {
    ...plain,
    budget_fen: fen(budget),
    tenderees: filled(tenderees).map(unit),
    parties: filled(parties).map((row) => ({ ...unit(row), role: row.role ?? '' })),
    departments: filled(departments).map(unit),
    finance_departments: filled(finance_departments).map(unit),
    sites: sites.map((area) => ({ area, centre: null })),
    slots: slots.map((slot) => ({ specialty: slot.specialty, quota: whole(slot.quota), tiers: tiers(slot, `${form.area.slice(0, 2)}0000`) })),
    representatives: names(representatives),
    requested: filled(requested).map((row) => ({ ...unit(row), reason: row.reason ?? '', document: row.document ?? '' })),
    waivers: early_draw.trim() ? [{ kind: 'early_draw', document: early_draw.trim() }] : [],
  };
}

/** What the server keeps, back in the form; instants become local times by `local`. */
export function formOf(content: RequestContent, local: (at: string) => string): Form {
  const row = ({ code, name }: { code?: string | null; name?: string | null }): UnitRow => ({ code: code ?? '', name: name ?? '' });
  const { track, method, off_site, project_code, project_name, lot_number, lot_name, area, complex, water, other_cities } = content;
  return {
    track, method, off_site, project_code, project_name, lot_number, lot_name, area, complex, water, other_cities,
    budget: content.budget_fen ? String(content.budget_fen / 100) : '',
    tenderees: content.tenderees.map(row),
    parties: content.parties.map((party) => ({ ...row(party), role: party.role })),
    departments: content.departments.map(row),
    finance_departments: content.finance_departments.map(row),
    starts_at: local(content.starts_at), ends_at: local(content.ends_at), not_before: local(content.not_before),
    sites: content.sites.map((site) => site.area),
    slots: content.slots.map(({ specialty, quota, tiers }) => {
      const areas = (reach: string) => tiers.find((tier) => tier.reach === reach)?.areas ?? [];
      return { specialty, quota: String(quota), city: areas('city'), neighbours: areas('neighbours'), province: areas('province').length > 0 };
    }),
    representatives: content.representatives.join('\n'),
    requested: content.requested.map((one) => ({ ...row(one), reason: one.reason, document: one.document })),
    early_draw: content.waivers.find(({ kind }) => kind === 'early_draw')?.document ?? '',
  };
}

/** Members of the panel as the form stands: drawn experts and the tenderee's own people. */
export function size(form: Form): { experts: number; representatives: number } {
  return { experts: form.slots.reduce((sum, { quota }) => sum + whole(quota), 0), representatives: names(form.representatives).length };
}
