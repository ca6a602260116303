import { createApp, watch } from 'vue';
import ContributionApp from './draw/ContributionApp.vue';
import { i18n, language, startLanguage } from './i18n';
import { remembered, size, startAppearance } from './ui/appearance';
import './ui/tokens.css';
import './ui/base.css';

size.value = remembered('size') === 'elder' ? 'elder' : 'phone';
startLanguage();
startAppearance();
watch(language, () => (document.title = `${i18n.global.t('contribution.title')} · ${i18n.global.t('ui.product')}`), { immediate: true });
addEventListener('hashchange', () => location.reload());
createApp(ContributionApp).use(i18n).mount('#app');
