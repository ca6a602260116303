/** Lists that Element Plus lets scroll can be scrolled with the keyboard only when they can hold the focus. */
export function makeListsFocusable(root: HTMLElement): void {
  new MutationObserver(() => {
    for (const list of root.querySelectorAll('.el-select-dropdown__wrap:not([tabindex])')) list.setAttribute('tabindex', '0');
  }).observe(root, { childList: true, subtree: true });
}
