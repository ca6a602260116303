import { ref, watchEffect } from 'vue';

export type Theme = 'auto' | 'light' | 'dark';
export type Size = 'office' | 'phone' | 'elder' | 'hall';

/** What a person chose for this browser; a browser that stores nothing still works. */
export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`hengjian.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`hengjian.${name}`, value);
  } catch {
    return;
  }
}

export function resolveTheme(chosen: Theme, dark: boolean): 'light' | 'dark' {
  if (chosen === 'auto') return dark ? 'dark' : 'light';
  return chosen;
}

const stored = remembered('theme');
export const theme = ref<Theme>(stored === 'light' || stored === 'dark' ? stored : 'auto');
export const size = ref<Size>('office');

export function startAppearance(): void {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const dark = ref(query.matches);
  query.addEventListener('change', (event) => (dark.value = event.matches));
  watchEffect(() => {
    document.documentElement.dataset.theme = resolveTheme(theme.value, dark.value);
    document.documentElement.dataset.size = size.value;
  });
}

export function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
  remember('theme', chosen);
}
