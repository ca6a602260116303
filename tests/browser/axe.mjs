// Accessibility of what a page shows: axe-core, the same copy that looks at the pages before the mock.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const ofTheWeb = createRequire(new URL('../../web/package.json', import.meta.url))
const axe = readFileSync(ofTheWeb.resolve('axe-core/axe.min.js'), 'utf8')

/** The serious findings, one sentence each; axe goes in through the debugger, which the page's policy does not bind. */
export async function findings(page) {
  // Rows that are being read again are dimmed, and a dialog that opens is half seen.
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]') &&
    document.getAnimations().every(({ effect, playState }) => playState !== 'running' || effect.getComputedTiming().endTime === Infinity))
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${new URL(page.url()).pathname} ${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`)
}
