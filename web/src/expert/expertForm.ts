import type { Difference, Expert, Library, PersonalField, Proposed, ProposedLibrary } from '../api/types';

export interface LibraryForm {
  library: Library; in: boolean; title: string; from: string | null; until: string | null; specialties: string[];
}
/** In a change an empty personal field means "as it is": the page never holds what is masked. */
export interface Form extends Record<PersonalField, string> {
  area: string; unit_code: string; unit_name: string; trained_on: string | null; confirmed_on: string | null; libraries: LibraryForm[];
}
export type FieldName = keyof Form;

export const personalFields: PersonalField[] = ['name', 'id_number', 'phone', 'second_phone', 'address', 'bank_name', 'bank_account'];
const plainFields = ['area', 'unit_code', 'unit_name', 'trained_on', 'confirmed_on'] as const;
const fields: FieldName[] = [...personalFields, ...plainFields, 'libraries'];

export function emptyForm(area: string): Form {
  return {
    name: '', id_number: '', phone: '', second_phone: '', address: '', bank_name: '', bank_account: '',
    area, unit_code: '', unit_name: '', trained_on: null, confirmed_on: null, libraries: bothLibraries([]),
  };
}

export function formOf(expert: Expert): Form {
  return {
    ...emptyForm(expert.area),
    unit_code: expert.unit?.code ?? '',
    unit_name: expert.unit?.name ?? '',
    trained_on: expert.trained_on,
    confirmed_on: expert.confirmed_on,
    libraries: bothLibraries(expert.libraries.map(({ specialties, ...rest }) => ({
      ...rest, specialties: specialties.map(({ code }) => code),
    }))),
  };
}

function bothLibraries(present: ProposedLibrary[]): LibraryForm[] {
  return (['evaluation', 'review'] as const).map((library) => {
    const found = present.find((one) => one.library === library);
    return {
      library, in: found !== undefined, title: found?.title ?? '', from: found?.from ?? null, until: found?.until ?? null,
      specialties: [...(found?.specialties ?? [])],
    };
  });
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

export function changedFields(form: Form, base: Form): FieldName[] {
  return fields.filter((name) => !same(form[name], base[name]));
}

/** Only what differs from the base; libraries travel whole, because a term and its specialties belong together. */
export function proposedOf(form: Form, base: Form): Proposed {
  const proposed: Record<string, unknown> = {};
  for (const name of changedFields(form, base)) {
    const value = form[name];
    if (name === 'libraries') proposed.libraries = librariesOf(form);
    else proposed[name] = typeof value === 'string' ? value.trim() || null : value;
  }
  return proposed as Proposed;
}

function librariesOf(form: Form): ProposedLibrary[] {
  return form.libraries.filter((one) => one.in).map(({ library, title, from, until, specialties }) => ({
    library, title: title.trim() || null, from, until, specialties,
  }));
}

/** Message keys by field for what the page itself can see is missing. */
export function faults(form: Form, adding: boolean): Record<string, string> {
  const found: Record<string, string> = {};
  if (adding) {
    for (const name of ['name', 'id_number', 'phone'] as const) if (form[name].trim() === '') found[name] = `expert.form.missing.${name}`;
  }
  if (form.area === '') found.area = 'expert.form.missing.area';
  if (!form.libraries.some((one) => one.in)) found.libraries = 'expert.form.missing.libraries';
  form.libraries.forEach((one, at) => {
    if (!one.in) return;
    if (one.specialties.length === 0) found[`libraries.${at}.specialties`] = 'expert.form.missing.specialties';
    if (one.from && one.until && one.until <= one.from) found[`libraries.${at}.until`] = 'expert.form.termBackwards';
  });
  return found;
}

/** The fields on which both the other officer and this one wrote. */
export function clashes(form: Form, base: Form, theirs: Difference[]): FieldName[] {
  const mine = changedFields(form, base);
  return mine.filter((name) => theirs.some(({ field }) => field === name || field.startsWith(`${name}.`)));
}

/** This officer's changes, laid upon the present file; `take` names the clashes in which the other's value stays. */
export function rebased(form: Form, base: Form, fresh: Form, take: ReadonlySet<FieldName>): Form {
  const mine = new Set(changedFields(form, base));
  const pairs = fields.map((name) => [name, mine.has(name) && !take.has(name) ? form[name] : fresh[name]]);
  return Object.fromEntries(pairs) as unknown as Form;
}
