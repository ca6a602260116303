import type { Difference, Expert, PersonalField, Values } from '../api/types';

export type Library = 'evaluation' | 'review';
export interface LibraryForm {
  library: Library; in: boolean; title: string; from: string | null; until: string | null; specialties: string[];
}
/** In a change an empty personal field means "as it is", for the page never holds what is masked; null clears it. */
export interface Form extends Record<PersonalField, string | null> {
  area: string; unit_code: string; unit_name: string; trained_on: string | null; confirmed_on: string | null; libraries: LibraryForm[];
}

export const personalFields: PersonalField[] = ['name', 'id_number', 'phone', 'second_phone', 'address', 'bank_name', 'bank_account'];
export const requiredFields: PersonalField[] = ['name', 'id_number', 'phone'];
const plainFields = ['area', 'unit_code', 'unit_name', 'trained_on', 'confirmed_on'] as const;

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
    trained_on: expert.trained_on ?? null,
    confirmed_on: expert.confirmed_on ?? null,
    libraries: bothLibraries(expert.libraries.map(({ specialties, ...rest }) => ({
      ...rest, specialties: specialties.map(({ code }) => code),
    }))),
  };
}

type Held = Omit<LibraryForm, 'library' | 'in'> & { library: string };

function bothLibraries(present: Held[]): LibraryForm[] {
  return (['evaluation', 'review'] as const).map((library) => {
    const found = present.find((one) => one.library === library);
    return {
      library, in: found !== undefined, title: found?.title ?? '', from: found?.from ?? null, until: found?.until ?? null,
      specialties: [...(found?.specialties ?? [])],
    };
  });
}

const text = (value: string | null) => value?.trim() || null;

/** The form as the server names its fields: one text for each, null for none; without the personal fields that stay. */
export function valuesOf(form: Form): Values {
  const personal = personalFields.filter((name) => form[name] === null || text(form[name]) !== null).map((name) => [name, text(form[name])]);
  const own = plainFields.map((name) => [name, text(form[name])]);
  const terms = form.libraries.flatMap((one) => [
    [`${one.library}_title`, one.in ? text(one.title) : null],
    [`${one.library}_from`, one.in ? one.from : null],
    [`${one.library}_until`, one.in ? one.until : null],
    [`${one.library}_specialties`, one.in ? [...one.specialties].sort().join(';') || null : null],
  ]);
  return Object.fromEntries([...personal, ...own, ...terms]) as Values;
}

function formFrom(values: Values): Form {
  const own = personalFields.map((name) => [name, values[name] === undefined ? '' : values[name]]);
  const libraries = (['evaluation', 'review'] as const).flatMap((library) => {
    const [title, from, until, codes] = ['title', 'from', 'until', 'specialties'].map((part) => values[`${library}_${part}`] ?? null);
    if (!title && !from && !until && !codes) return [];
    return [{ library, title: title ?? '', from: from ?? null, until: until ?? null, specialties: codes?.split(';') ?? [] }];
  });
  return {
    ...emptyForm(values.area ?? ''), ...Object.fromEntries(own),
    unit_code: values.unit_code ?? '', unit_name: values.unit_name ?? '',
    trained_on: values.trained_on ?? null, confirmed_on: values.confirmed_on ?? null, libraries: bothLibraries(libraries),
  };
}

/** Only what differs from the base. */
export function proposedOf(form: Form, base: Form): Values {
  const [wanted, known] = [valuesOf(form), valuesOf(base)];
  return Object.fromEntries(Object.entries(wanted).filter(([field, value]) => value !== known[field]));
}

export const changedFields = (form: Form, base: Form) => Object.keys(proposedOf(form, base));

/** Message keys by field for what the page itself can see is missing. */
export function faults(form: Form, adding: boolean): Record<string, string> {
  const found: Record<string, string> = {};
  if (adding) {
    for (const name of requiredFields) if (text(form[name]) === null) found[name] = `expert.form.missing.${name}`;
  }
  if (form.area === '') found.area = 'expert.form.missing.area';
  if (!form.libraries.some((one) => one.in)) found.libraries = 'expert.form.missing.libraries';
  for (const one of form.libraries.filter((library) => library.in)) {
    if (one.title.trim() === '') found[`${one.library}_title`] = 'expert.form.missing.title';
    if (!one.from) found[`${one.library}_from`] = 'expert.form.missing.from';
    if (!one.until) found[`${one.library}_until`] = 'expert.form.missing.until';
    if (one.specialties.length === 0) found[`${one.library}_specialties`] = 'expert.form.missing.specialties';
    if (one.from && one.until && one.until <= one.from) found[`${one.library}_until`] = 'expert.form.termBackwards';
  }
  return found;
}

export interface Compared { field: string; was: string | null; now: string | null; mine: string | null; clash: boolean }

/** This officer's fields beside the file as it stands; `seen` is the file that the form began with. Both sides of a personal field are masked. */
export function compared(seen: Expert, theirs: Difference[]): Compared[] {
  const known = valuesOf(formOf(seen));
  for (const field of personalFields) known[field] = seen.personal[field] ?? null;
  return theirs.map(({ field, before, after }) => {
    const [was, now, mine] = [known[field] ?? null, before ?? null, after ?? null];
    return { field, was, now, mine, clash: was !== now && now !== mine };
  });
}

/** This officer's changes, laid upon the present file; `take` names the fields in which the other's value stays. */
export function rebased(form: Form, base: Form, fresh: Form, take: ReadonlySet<string>): Form {
  const mine = Object.entries(proposedOf(form, base)).filter(([field]) => !take.has(field));
  return formFrom({ ...valuesOf(fresh), ...Object.fromEntries(mine) });
}
