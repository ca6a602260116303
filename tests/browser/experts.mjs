// The pages of the pool: the list, a file, a proposal.

/** The names that the list shows. */
export function names({ page }) {
  return page.getByRole('region', { name: '专家', exact: true }).locator('tbody th').allInnerTexts()
}

/** Finds one expert by the exact words and opens the file. */
export async function open(officer, words) {
  const { page } = officer
  await page.goto('/experts')
  await page.getByLabel('完整的姓名').fill(words)
  await officer.button('查找').click()
  await page.getByText(`查找“${words}”：1 人。`).waitFor()
  await page.getByRole('region', { name: '专家', exact: true }).getByRole('link').click()
  await officer.heading('个人信息').waitFor()
}

/** What a field of the personal data shows. */
export function personal({ page }, field) {
  return page.getByRole('row', { name: field }).locator('td.value')
}

/** The only entry of this kind in an expert's history: strict, so that a second one makes an error. */
export function event({ page }, kind) {
  return page.getByRole('listitem').filter({ hasText: kind })
}

/** Opens the only proposal that waits, by way of the first page. */
export async function openProposal(officer, kind) {
  const { page } = officer
  await page.goto('/')
  await page.getByRole('link', { name: '变更等待您审核' }).click()
  const waiting = page.getByRole('row', { name: '待审核' }).filter({ hasText: kind })
  await waiting.waitFor()
  await officer.inspect()
  await waiting.getByRole('link').click()
  await officer.heading('改动对照').waitFor()
}
