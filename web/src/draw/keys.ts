import { onBeforeUnmount, onMounted } from 'vue';

/** A digit, or one of two that take away. */
export type Key = string;

export function pressed(text: string, key: Key, most: number): string {
  if (key === 'clear') return '';
  if (key === 'back') return text.slice(0, -1);
  return (text + key).slice(0, most);
}

/** What a key of the keyboard means on a keypad; null where it means nothing. */
export function keyOf(name: string): Key | 'enter' | null {
  if (name === 'Enter') return 'enter';
  if (name === 'Backspace') return 'back';
  if (name === 'Delete') return 'clear';
  const plain = name.normalize('NFKC');
  return /^[0-9]$/.test(plain) ? plain : null;
}

/** A keyboard beside the screen works like the keys on it, wherever the focus stands but on a button that Enter presses. */
export function useKeyboard(act: (key: Key | 'enter') => void): void {
  function hear(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onButton = event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement;
    const inField = event.target instanceof HTMLInputElement;
    const key = keyOf(event.key);
    if (key === null || inField || (onButton && key === 'enter')) return;
    event.preventDefault();
    act(key);
  }
  onMounted(() => addEventListener('keydown', hear));
  onBeforeUnmount(() => removeEventListener('keydown', hear));
}
