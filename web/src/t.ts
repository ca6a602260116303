import { createApp, watch } from 'vue';
import TerminalApp from './draw/TerminalApp.vue';
import { i18n, language, startLanguage } from './i18n';
import { size, startAppearance } from './ui/appearance';
import './ui/tokens.css';
import './ui/base.css';

size.value = 'terminal';
startLanguage();
startAppearance();
watch(language, () => (document.title = `${i18n.global.t('terminal.title')} · ${i18n.global.t('ui.product')}`), { immediate: true });
createApp(TerminalApp).use(i18n).mount('#app');
