import { computed } from 'vue';
import { createI18n } from 'vue-i18n';
import { setContext } from '../api/call';
import { remember, remembered } from '../ui/appearance';
import en from './en';
import zh from './zh';

export type Language = 'zh' | 'en';

const start: Language = remembered('language') === 'en' ? 'en' : 'zh';
export const i18n = createI18n({ legacy: false, locale: start, messages: { zh, en }, missingWarn: false, fallbackWarn: false });
export const language = computed<Language>(() => (i18n.global.locale.value === 'en' ? 'en' : 'zh'));

function announce(chosen: Language): void {
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en';
  setContext({ language: chosen });
}

export function startLanguage(): void {
  announce(start);
}

export function chooseLanguage(chosen: Language): void {
  i18n.global.locale.value = chosen;
  remember('language', chosen);
  announce(chosen);
}
