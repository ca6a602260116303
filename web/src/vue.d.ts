import 'vue-router';
import type { Place } from './account/access';

declare module 'vue-router' {
  interface RouteMeta { place?: Place; open?: boolean }
}
