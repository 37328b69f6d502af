import { buildSchema, graphql } from 'graphql'
import { ClientError, GraphQLClient, gql } from 'graphql-request'
import { type Api, json } from './api-server.ts'
import type { Place, Sdk } from './sdk.ts'

const schema = buildSchema(
  'type Query { first: String!, never: String! } type Mutation { make(title: String!): String! }',
)

const rootValue = {
  first: () => 'the first post',
  never: () => new Promise(() => {}),
  make: ({ title }: { title: string }) => `made: ${title}`,
}

const api: Api = async ({ method, path, body }, response) => {
  if (path.startsWith('/missing')) return json(response, { errors: [{ message: 'not there' }] }, 404)
  const query = new URLSearchParams(path.split('?')[1])
  const asked =
    method === 'GET'
      ? { query: query.get('query') ?? '', variables: JSON.parse(query.get('variables') ?? '{}') }
      : JSON.parse(body.toString())
  const result = await graphql({ schema, rootValue, source: asked.query, variableValues: asked.variables ?? {} })
  response.setHeader('content-type', 'application/graphql-response+json')
  response.end(JSON.stringify(result))
}

/** Queries go with GET, which GraphQL over HTTP has for them, so that they may be repeated. */
const reader = ({ url, fetch, signal }: Place, path = '/'): GraphQLClient =>
  new GraphQLClient(`${url}${path}`, { fetch, signal, method: 'GET', jsonSerializer: JSON })

export const graphqlRequest: Sdk = {
  name: 'graphql-request',
  package: 'graphql-request',
  api,
  async reads(place) {
    const { first } = await reader(place).request<{ first: string }>(gql`{ first }`)
    return first
  },
  async writes({ url, fetch }) {
    const document = gql`mutation ($title: String!) { make(title: $title) }`
    const client = new GraphQLClient(`${url}/`, { fetch })
    return (await client.request<{ make: string }>(document, { title: 'a new post' })).make
  },
  uploads: null,
  streams: null,
  aborts: place => reader(place).request(gql`{ never }`),
  fails: place =>
    reader(place, '/missing')
      .request(gql`{ first }`)
      .catch(error => (error instanceof ClientError ? error.response.status : error)),
}
