import { useI18n } from 'vue-i18n';
import type { Contributor } from './types';

type Person = Pick<Contributor, 'role' | 'kind' | 'organisation'>;

/** Who somebody is in the room: the kind, with its number where there are several, and the organisation. */
export function useWho() {
  const { t } = useI18n();
  const kind = ({ kind: one, role }: Pick<Person, 'role' | 'kind'>) => {
    const number = role.split('-')[1] ?? '1';
    return number === '1' ? t(`hall.kind.${one}`) : `${t(`hall.kind.${one}`)} ${number}`;
  };
  return { kind, who: (one: Person) => `${kind(one)} ${one.organisation}` };
}
