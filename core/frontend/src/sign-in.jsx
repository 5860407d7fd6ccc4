// The sign-in pane: an e-mail address and a password, or a token that one already has.
import { Button, useGraphiQLActions } from '@graphiql/react'
import { useState } from 'react'

// Kept for the browser tab only: whoever opens another tab or comes back tomorrow signs in again.
const STORAGE_KEY = 'cpaudit.token'

const SIGN_IN = `mutation SignIn($email: String!, $password: String!) {
  signIn(input: { email: $email, password: $password }) {
    __typename
    ... on Session { token }
  }
}`

export const storedToken = () => sessionStorage.getItem(STORAGE_KEY)

async function requestToken(endpoint, variables) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ query: SIGN_IN, variables }),
  })
  const { data, errors } = await response.json()
  const token = data?.signIn?.token
  if (!token) {
    throw new Error(errors?.[0]?.message ?? 'The e-mail address or the password is not right.')
  }
  return token
}

function KeyIcon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5">
      <circle cx="8" cy="16" r="4.5" />
      <path d="M11.5 12.5 20 4M16 8l3 3" strokeLinecap="round" />
    </svg>
  )
}

function SignInPane({ endpoint }) {
  const { introspect } = useGraphiQLActions()
  const [signedIn, setSignedIn] = useState(Boolean(storedToken()))
  const [failure, setFailure] = useState('')

  function keep(token) {
    if (token) {
      sessionStorage.setItem(STORAGE_KEY, token)
    } else {
      sessionStorage.removeItem(STORAGE_KEY)
    }
    setFailure('')
    setSignedIn(Boolean(token))
    // The schema depends on who asks.
    introspect()
  }

  async function submit(event) {
    event.preventDefault()
    const fields = Object.fromEntries(new FormData(event.currentTarget))
    try {
      keep(fields.token?.trim() || (await requestToken(endpoint, fields)))
    } catch (error) {
      setFailure(error.message)
    }
  }

  if (signedIn) {
    return (
      <div className="sign-in">
        <p>Signed in. Requests carry your token unless the headers editor names another.</p>
        <Button onClick={() => keep('')}>Sign out</Button>
      </div>
    )
  }
  return (
    <div className="sign-in">
      <form onSubmit={submit}>
        <h2>Sign in</h2>
        <label>
          E-mail <input name="email" type="email" autoComplete="username" required />
        </label>
        <label>
          Password <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <Button type="submit">Sign in</Button>
      </form>
      <form onSubmit={submit}>
        <h2>Or use a token</h2>
        <label>
          Bearer token <input name="token" type="password" autoComplete="off" required />
        </label>
        <Button type="submit">Use this token</Button>
      </form>
      {failure && <p role="alert">{failure}</p>}
    </div>
  )
}

/** A GraphiQL plugin that signs in at *endpoint* and keeps the token for `storedToken`. */
export const signInPlugin = (endpoint) => ({
  title: 'Sign in',
  icon: KeyIcon,
  content: () => <SignInPane endpoint={endpoint} />,
})
