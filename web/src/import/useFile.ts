import { ref, shallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { fileFault } from './importRun';

/** The file that a page is about to send: the one chosen, and what is wrong with the last choice. */
export function useFile() {
  const { t } = useI18n();
  const file = shallowRef<File | null>(null);
  const fault = ref('');

  function choose(chosen: File) {
    const found = fileFault(chosen);
    fault.value = found ? t(`import.fault.${found}`) : '';
    file.value = found ? null : chosen;
  }

  /** Says what is missing when nothing fit was chosen. */
  function needed() {
    fault.value = file.value ? '' : fault.value || t('import.fault.none');
    return file.value;
  }

  /** What the client takes as the body of an upload. */
  function upload(chosen: File) {
    const form = new FormData();
    form.append('file', chosen);
    return { body: { file: chosen.name }, bodySerializer: () => form };
  }

  return { file, fault, choose, needed, upload };
}
