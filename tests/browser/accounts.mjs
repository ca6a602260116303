// The pages that make people of accounts.

export async function setUp(security, token) {
  const { page } = security
  await page.goto('/')
  await security.heading('首次设置').waitFor()
  await page.getByLabel('设置口令').fill(token)
  await page.getByLabel('登录名').fill('anquan')
  await page.getByLabel('姓名').fill('安全员')
  await page.getByLabel('管辖地区').fill('430000')
  await security.inspect()
  await security.pressImpatiently('创建账号')
  await security.accept()
}

/** Makes an account, with a nervous finger; the link to hand over. */
export async function invite(security, login, name, role) {
  const { page } = security
  await page.goto('/accounts')
  await security.button('新建账号').click()
  const form = page.getByRole('dialog')
  await form.getByLabel('登录名').fill(login)
  await form.getByLabel('姓名').fill(name)
  await security.choose('角色', role)
  await security.inspect()
  await security.pressImpatiently('创建并生成邀请')
  const link = await page.getByLabel('邀请链接', { exact: true }).inputValue()
  await security.inspect()
  await security.button('已交给本人').click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByRole('row', { name }).getByText('待接受邀请').waitFor()
  return link
}
