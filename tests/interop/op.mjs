// One agency's identity provider: the npm package oidc-provider, on loopback, until its standard input closes.
// Prints {"issuer": ...} when it listens. Usage: node op.mjs PORT TOKEN (port 0: a free one; token: to register clients)
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'

let ahead = 0 // seconds by which this provider's clock is wrong
const rightNow = Date.now
Date.now = () => rightNow() + ahead * 1000

const { Provider } = await import('oidc-provider')
const [port, token] = process.argv.slice(2)
let provider

const page = (body) => `<!doctype html><html lang="en"><title>Provider</title><main><h1>Provider</h1>${body}</main></html>`
const logIn = (uid) =>
  page(`<form method="post" action="/interaction/${uid}"><label>E-mail <input name="email"></label>
  <label><input type="checkbox" name="otp" value="yes"> Second factor</label><button>Sign in</button></form>`)

// An account is its e-mail address; the subject is another name, as it is with every provider that lasts.
const subject = (email) => Buffer.from(email).toString('hex')
const account = (sub) => ({
  accountId: sub,
  claims: () => ({ sub, email: Buffer.from(sub, 'hex').toString(), email_verified: true }),
})

const open = (issuer) => {
  const { port } = new URL(issuer) // in the names of its cookies, which do not tell ports apart
  const pairs = [generateKeyPairSync('rsa', { modulusLength: 2048 }), generateKeyPairSync('ec', { namedCurve: 'P-256' })]
  const keys = pairs.map(({ privateKey }) => ({ ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig' }))
  return new Provider(issuer, {
    jwks: { keys },
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256'] },
    cookies: { keys: [token], names: { session: `s${port}`, interaction: `i${port}`, resume: `r${port}` } },
    pkce: { required: () => true },
    acrValues: ['aal1', 'aal2'],
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], acr: null, amr: null, auth_time: null, sid: null },
    conformIdTokenClaims: false, // the e-mail address stands in the ID token itself
    findAccount: (_, sub) => account(sub),
    loadExistingGrant: async ({ oidc: { client, session, provider: own } }) => {
      const grant = new own.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid email')
      await grant.save()
      return grant
    },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    fetch: (url, { dispatcher: _, ...options }) => fetch(url, options), // its own dispatcher refuses loopback
    renderError: (ctx, { error, error_description: why }) => {
      ctx.body = page(`${error}: ${why}`)
    },
    features: {
      devInteractions: { enabled: false },
      registration: {
        enabled: true,
        initialAccessToken: token,
        idFactory: (ctx) => ctx.get('x-id'), // the same again when it was restarted
        secretFactory: (ctx) => ctx.get('x-secret'),
      },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        logoutSource: (ctx, form) => {
          ctx.body = page(`${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`)
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = page('Signed out')
        },
      },
    },
  })
}

const form = async (request) => {
  const parts = []
  for await (const part of request) parts.push(part)
  return new URLSearchParams(Buffer.concat(parts).toString())
}

const interact = async (request, response, uid) => {
  await provider.interactionDetails(request, response)
  if (request.method !== 'POST') return response.setHeader('content-type', 'text/html').end(logIn(uid))
  const posted = await form(request)
  const otp = posted.has('otp')
  const login = { accountId: subject(posted.get('email')), acr: otp ? 'aal2' : 'aal1', amr: otp ? ['pwd', 'otp'] : ['pwd'] }
  await provider.interactionFinished(request, response, { login })
}

const server = createServer(async (request, response) => {
  const [room, ...rest] = request.url.split('?')[0].split('/').slice(1)
  try {
    if (room === 'interaction') await interact(request, response, rest[0])
    else if (room === 'clock') response.end(String((ahead = Number(rest[0]))))
    else provider.callback()(request, response)
  } catch (error) {
    response.writeHead(400).end(String(error))
  }
})
server.listen(Number(port), '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`
  provider = open(issuer)
  console.log(JSON.stringify({ issuer }))
})
process.stdin.resume().on('end', () => process.exit())
