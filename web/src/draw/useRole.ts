import { useI18n } from 'vue-i18n';
import { contributorKinds, roleParts } from './draw';

/** `guest-2` in the language of the page; a word that is not known stands as it is. */
export function useRole() {
  const { t } = useI18n();
  return (role: string | null | undefined): string => {
    if (!role) return '—';
    const { kind, number } = roleParts(role);
    return contributorKinds.includes(kind) ? `${t(`draw.contributor.kind.${kind}`)} ${number}` : role;
  };
}
