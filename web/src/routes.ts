import type { RouteRecordRaw } from 'vue-router';

/** `open` pages need no sign-in; the others belong to a place of the navigation, and the guard asks whether the role may be there. */
export const routes: RouteRecordRaw[] = [
  { path: '/setup', component: () => import('./account/SetUp.vue'), meta: { open: true } },
  { path: '/sign-in', component: () => import('./account/SignIn.vue'), meta: { open: true } },
  { path: '/invitation', component: () => import('./account/Invitation.vue'), meta: { open: true } },
  { path: '/', component: () => import('./account/Today.vue'), meta: { place: 'today' } },
  { path: '/own', component: () => import('./account/Own.vue'), meta: { place: 'own' } },
  { path: '/accounts', component: () => import('./account/AccountList.vue'), meta: { place: 'accounts' } },
  { path: '/accounts/:id', component: () => import('./account/AccountDetail.vue'), meta: { place: 'accounts' } },
  { path: '/system', component: () => import('./account/System.vue'), meta: { place: 'system' } },
  { path: '/experts', component: () => import('./expert/ExpertList.vue'), meta: { place: 'experts' } },
  { path: '/experts/new', component: () => import('./expert/ExpertForm.vue'), meta: { place: 'experts' } },
  { path: '/experts/:id', component: () => import('./expert/ExpertDetail.vue'), meta: { place: 'experts' } },
  { path: '/experts/:id/change', component: () => import('./expert/ExpertForm.vue'), meta: { place: 'experts' } },
  { path: '/changes', component: () => import('./expert/ChangeList.vue'), meta: { place: 'changes' } },
  { path: '/changes/:id', component: () => import('./expert/ChangeDetail.vue'), meta: { place: 'changes' } },
  { path: '/imports', component: () => import('./import/ImportList.vue'), meta: { place: 'imports' } },
  { path: '/imports/:id', component: () => import('./import/ImportDetail.vue'), meta: { place: 'imports' } },
  { path: '/units', component: () => import('./unit/UnitList.vue'), meta: { place: 'units' } },
  { path: '/units/:id', component: () => import('./unit/UnitDetail.vue'), meta: { place: 'units' } },
  { path: '/near', component: () => import('./unit/NearList.vue'), meta: { place: 'near' } },
  { path: '/ledger', component: () => import('./ledger/LedgerPage.vue'), meta: { place: 'ledger' } },
  { path: '/ledger/:index(\\d+)', component: () => import('./ledger/LedgerEntry.vue'), meta: { place: 'ledger' } },
  { path: '/forbidden', component: () => import('./account/NotFound.vue'), props: { forbidden: true } },
  { path: '/:path(.*)*', component: () => import('./account/NotFound.vue') },
];
