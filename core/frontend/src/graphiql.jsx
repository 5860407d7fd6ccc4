// GraphiQL for one cpaudit server. The page that loads this says where the server is, in data attributes of #graphiql.
import { explorerPlugin } from '@graphiql/plugin-explorer'
import { HISTORY_PLUGIN } from '@graphiql/plugin-history'
import { createGraphiQLFetcher } from '@graphiql/toolkit'
import { GraphiQL } from 'graphiql'
import { createClient } from 'graphql-ws'
import { createRoot } from 'react-dom/client'

import { signInPlugin, storedToken } from './sign-in.jsx'

// Workers carry the query string of this script, which names the build, so that none of another build comes from a cache.
const build = new URL(import.meta.url).search
const worker = (name) => new Worker(new URL(`./${name}.worker.js${build}`, import.meta.url), { type: 'module' })
globalThis.MonacoEnvironment = {
  getWorker: (_moduleId, label) => worker(label === 'json' || label === 'graphql' ? label : 'editor'),
}

/** What a proxy or a limit answers in plain text, as the GraphQL error that GraphiQL can show. */
async function fetchJson(url, request) {
  const response = await fetch(url, request)
  if (response.headers.get('Content-Type')?.includes('json')) {
    return response
  }
  const message = `${response.status} ${response.statusText}: ${await response.text()}`
  return Response.json({ errors: [{ message }] })
}

/** Sends operations with what the headers editor says and, where that names no token, with the token of the sign-in. */
function memberFetcher(endpoint, subscriptionEndpoint) {
  let connectionParams = {}
  const subscriptionUrl = new URL(subscriptionEndpoint, location.href)
  subscriptionUrl.protocol = subscriptionUrl.protocol === 'https:' ? 'wss:' : 'ws:'
  const send = createGraphiQLFetcher({
    url: endpoint,
    fetch: fetchJson,
    enableIncrementalDelivery: false, // the server answers in one piece
    // The socket is opened by a subscription and closed with the last one, so a new token is used from the next on.
    wsClient: createClient({ url: subscriptionUrl.href, connectionParams: () => connectionParams }),
  })
  return (parameters, options) => {
    const headers = { ...options?.headers }
    const token = storedToken()
    if (token && !Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')) {
      headers.Authorization = `Bearer ${token}`
    }
    connectionParams = headers
    return send(parameters, { ...options, headers })
  }
}

const root = document.getElementById('graphiql')
const { endpoint, subscriptionEndpoint, query, headers, name } = root.dataset
const signIn = signInPlugin(endpoint)

createRoot(root).render(
  <GraphiQL
    fetcher={memberFetcher(endpoint, subscriptionEndpoint)}
    plugins={[HISTORY_PLUGIN, explorerPlugin(), signIn]}
    visiblePlugin={storedToken() ? undefined : signIn}
    defaultQuery={query}
    defaultHeaders={headers}
    defaultEditorToolsVisibility="headers"
    inputValueDeprecation
    schemaDescription
  >
    <GraphiQL.Logo>{name}</GraphiQL.Logo>
  </GraphiQL>,
)
