import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';
import { mock } from './tests/mock/plugin';

/** The server whose answers the pages show while they are worked on. */
const backend = process.env.HENGJIAN_BACKEND ?? 'http://127.0.0.1:8080';
const entry = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Vant's icon font names a foreign host as its fallback; a page of ours asks nobody but its own server. */
function stripForeignFont(): Plugin {
  return {
    name: 'strip-foreign-font',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('/vant/') || !id.includes('.css')) return null;
      return code.replace(/,\s*url\((['"]?)(?:https?:)?\/\/[^)]*\)(?:\s*format\([^)]*\))?/g, '');
    },
  };
}

export default defineConfig({
  plugins: [vue(), stripForeignFont(), ...(process.env.HENGJIAN_MOCK ? [mock()] : [])],
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
  },
  server: { proxy: process.env.HENGJIAN_MOCK ? {} : { '/api': { target: backend, ws: true }, '/ledger/tile': backend } },
  build: {
    target: ['chrome87', 'firefox91', 'safari14'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { index: entry('index.html'), m: entry('m.html'), hall: entry('hall.html'), n: entry('n.html') } },
  },
});
