import { useI18n } from 'vue-i18n';
import { areaName } from '../account/areas';
import { specialties, specialtyName } from './specialty';

/** Code words of an expert's file in the language of the page; one that has no message is shown as it is. */
export function useWord(): (key: string) => string {
  const { t, te } = useI18n();
  return (key) => {
    const last = key.slice(key.indexOf('.') + 1);
    if (key.startsWith('area.')) return areaName(last);
    if (key.startsWith('specialty.')) return `${last} ${specialtyName(specialties.value, last)}`.trim();
    return te(`expert.${key}`) ? t(`expert.${key}`) : last;
  };
}
