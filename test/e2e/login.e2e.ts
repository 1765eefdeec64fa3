import { afterAll, describe, expect, test } from 'vitest'
import { createIdentity } from '../../src/identity/identity.http.ts'
import { createWeb } from '../../src/web.ts'
import { startTestApp } from '../support/app.ts'
import { createTestDeps } from '../support/database.ts'
import { browserPath, openPage, waitUntilLive } from './browser.ts'
import { PAGE_CLIENT, startLoginProvider } from './login-provider.ts'

async function startWithProvider() {
  const provider = await startLoginProvider()
  afterAll(() => provider.stop())
  const auth = {
    mode: 'oidc',
    issuer: provider.issuer,
    jwksUrl: `${provider.issuer}/.well-known/jwks.json`,
    audience: PAGE_CLIENT,
    clientId: null,
    webClientId: PAGE_CLIENT,
  } as const
  const deps = await createTestDeps()
  const identity = await createIdentity(deps, { auth, groupsClaim: 'cognito:groups', adminGroup: 'admin' })
  const app = await startTestApp({
    deps,
    identity,
    web: createWeb({ auth, adminGroup: 'admin', profile: 'public', trustedDocuments: null }),
  })
  return { provider, app }
}

describe.skipIf(browserPath() === null)('With an identity provider', { timeout: 60_000 }, () => {
  test('one signs in there by code and PKCE, comes back to where one was, and stays signed in', async () => {
    const { provider, app } = await startWithProvider()
    const { page, context, complaints } = await openPage(app, '/#/leaders')
    await waitUntilLive(page)
    await page.getByRole('button', { name: 'Join', exact: true }).click()
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: 'Continue as Alice' }).click()
    await page.locator('.me-name', { hasText: 'Alice Login' }).waitFor()
    await page.getByRole('heading', { name: 'Leaders' }).waitFor()
    expect(new URL(page.url()).search).toBe('')
    expect(provider.grants).toEqual(['authorization_code'])
    await page.reload()
    await page.locator('.me-name', { hasText: 'Alice Login' }).waitFor()
    // The access token was for another service: the server refused it before it took the ID token.
    expect(complaints.filter((text) => !text.includes('401'))).toEqual([])
    await context.close()
  })

  test('a login that was not begun here is refused', async () => {
    const { app } = await startWithProvider()
    const { page, context } = await openPage(app, '/?code=stolen&state=foreign')
    await page.locator('.toast', { hasText: 'This login was not begun here' }).waitFor()
    await page.getByRole('button', { name: 'Join', exact: true }).waitFor()
    expect(new URL(page.url()).search).toBe('')
    await context.close()
  })

  test("the organiser's console says why a login failed", async () => {
    const { app } = await startWithProvider()
    const { page, context } = await openPage(app, '/console?error=access_denied&error_description=Not+today&state=foreign')
    await page.getByRole('alert').filter({ hasText: 'This login was not begun here' }).waitFor()
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    await context.close()
  })
})
