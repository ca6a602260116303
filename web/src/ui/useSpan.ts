import { useI18n } from 'vue-i18n';
import { span } from './format';

export type Span = (from: string | null | undefined, until: string | null | undefined) => string;

/** Spans in the language of the page. */
export function useSpan(): Span {
  const { t } = useI18n();
  return (from, until) => span(from, until, t('ui.toDate'));
}
