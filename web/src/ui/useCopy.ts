import { ref, useTemplateRef } from 'vue';

/** Copies what stands in the field with the ref `box`; tells once it is copied. The clipboard exists only on https: on plain http the text is selected for Ctrl+C. */
export function useCopy(text: () => string) {
  const copied = ref(false);
  const box = useTemplateRef<HTMLInputElement | HTMLTextAreaElement>('box');

  async function copy() {
    box.value?.select();
    try {
      await navigator.clipboard.writeText(text());
      copied.value = true;
    } catch {
      copied.value = document.execCommand('copy');
    }
  }
  return { box, copied, copy };
}
