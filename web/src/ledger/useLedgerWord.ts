import { useI18n } from 'vue-i18n';
import { actorWord, kindWord } from './ledger';

/** Kinds and actors of the ledger in the language of the page. */
export function useLedgerWord() {
  const { t, te } = useI18n();
  return {
    kind: (word: string) => (te(kindWord(word)) ? t(kindWord(word)) : word),
    actor: (actor: string) => {
      const said = actorWord(actor);
      return said ? t(said.key, { name: said.name }) : actor;
    },
  };
}
