import { ElMessage } from 'element-plus';

/** What happened, in one sentence; it goes away by itself and is read aloud. */
export function say(sentence: string): void {
  ElMessage({ message: sentence, type: 'success', duration: 5000, showClose: true });
}
