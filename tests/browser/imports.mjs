// The pages of an import.

/** Reads a file in and waits for what the check says. */
export async function upload(officer, file) {
  const { page } = officer
  await page.goto('/imports')
  await page.locator('input[type="file"]').setInputFiles(file)
  await page.getByText(file.name).waitFor()
  await officer.pressImpatiently('读入并试算')
  await officer.heading('导入：专家').waitFor()
  await stands(officer, '待提交')
}

export async function stands(officer, state) {
  await officer.page.locator('header.head').getByText(state, { exact: true }).waitFor()
}

/** The counts as the page names them. */
export async function counts({ page }) {
  const pairs = await page.locator('.count').evaluateAll((all) => all.map((one) => [one.querySelector('dt').innerText, Number(one.querySelector('dd').innerText)]))
  return Object.fromEntries(pairs)
}

/** The table of refused rows: line, column, reason. */
export function refusals({ page }) {
  return page.getByRole('region', { name: '被拒的行' }).locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.innerText.trim())))
}
