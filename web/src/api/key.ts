/** `crypto.randomUUID` exists only on https and localhost; a phone on the centre's plain http network has `getRandomValues`. */
export function randomKey(source: Crypto = crypto): string {
  if (typeof source.randomUUID === 'function') return source.randomUUID();
  const bytes = source.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** One wish, one key: the same content pressed twice is one creation, a corrected content is another. */
export class Intent {
  private content = '';
  private key = '';

  keyFor(body: unknown): string {
    const content = JSON.stringify(body) ?? '';
    if (content !== this.content || this.key === '') {
      this.content = content;
      this.key = randomKey();
    }
    return this.key;
  }

  /** After success the same content is a new wish. */
  done(): void {
    this.key = '';
  }
}
