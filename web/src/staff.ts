import { createApp, watch } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import { may } from './account/access';
import { loadMe, me, setMe } from './account/me';
import { api, call, setContext } from './api/call';
import { i18n, language, startLanguage } from './i18n';
import { routes } from './routes';
import StaffApp from './StaffApp.vue';
import { startAppearance } from './ui/appearance';
import { installElement } from './ui/element';
import { makeListsFocusable } from './ui/scrollable';
import './ui/tokens.css';
import './ui/element.css';
import './ui/base.css';

const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path && to.query.after === from.query.after ? false : { top: 0 }),
});

async function setUpNeeded(): Promise<boolean> {
  try {
    return (await call(api.GET('/api/setup'))).needed;
  } catch {
    return false;
  }
}

router.beforeEach(async (to) => {
  if (to.meta.open) return true;
  if (me.value === null) await loadMe().catch(() => null);
  if (me.value === null) {
    if (await setUpNeeded()) return '/setup';
    return { path: '/sign-in', query: to.fullPath === '/' ? {} : { back: to.fullPath } };
  }
  if (me.value.role === 'expert') {
    location.assign('/m.html');
    return false;
  }
  return to.meta.place === undefined || may(me.value.role, to.meta.place, me.value.area) ? true : '/forbidden';
});

setContext({
  signedOut: () => {
    setMe(null);
    const { fullPath, meta } = router.currentRoute.value;
    if (!meta.open) void router.push({ path: '/sign-in', query: { back: fullPath } });
  },
});

startLanguage();
startAppearance();
watch([router.currentRoute, language], ([route]) => {
  const place = route.meta.place;
  const product = i18n.global.t('ui.product');
  document.title = place ? `${i18n.global.t(`ui.place.${place}`)} · ${product}` : product;
}, { immediate: true });

const app = createApp(StaffApp);
installElement(app);
makeListsFocusable(document.body);
app.use(i18n).use(router).mount('#app');
