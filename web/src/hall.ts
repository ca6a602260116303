import { createApp, watch } from 'vue';
import HallApp from './draw/HallApp.vue';
import { i18n, language, startLanguage } from './i18n';
import { size, startAppearance } from './ui/appearance';
import './ui/tokens.css';
import './ui/base.css';

size.value = 'hall';
startLanguage();
startAppearance();
watch(language, () => (document.title = `${i18n.global.t('hall.title')} · ${i18n.global.t('ui.product')}`), { immediate: true });
addEventListener('hashchange', () => location.reload());
createApp(HallApp).use(i18n).mount('#app');
