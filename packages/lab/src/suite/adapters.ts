import { ofGo, ofNode, ofPython, type ShippedAdapter } from './adapter-kinds.ts'

/** Every shipped adapter: a file in `adapters` and a line here. */
export const SHIPPED: readonly ShippedAdapter[] = [
  ofNode('heed', 'heed with its defaults', ['heed']),
  ofNode('undici-fetch', 'fetch of the package undici', ['undici']),
  ofNode('undici-interceptors', 'undici with its interceptors for retries, redirects, codings and cache', ['undici']),
  ofNode('node-global-fetch', 'the fetch that Node has built in', []),
  ofNode('ky', 'ky', ['ky']),
  ofNode('got', 'got', ['got']),
  ofNode('axios-retry', 'axios with axios-retry', ['axios', 'axios-retry']),
  ofNode('ofetch', 'ofetch', ['ofetch']),
  ofNode('make-fetch-happen', 'make-fetch-happen, which npm uses', ['make-fetch-happen']),
  ofNode('fetch-retry', 'fetch-retry around the fetch of Node', ['fetch-retry']),
  ofNode('node-fetch', 'node-fetch', ['node-fetch']),
  ofNode('curl', 'curl, one process a call', [], ['curl']),
  ofNode('wget', 'GNU Wget, one process a call', [], ['wget']),
  ofPython('python-requests', "requests with urllib3's Retry", ['requests', 'urllib3'], ['python3-requests']),
  ofGo(
    'go-retryablehttp',
    "Go's net/http with go-retryablehttp",
    ['github.com/hashicorp/go-retryablehttp'],
    ['golang-go', 'golang-github-hashicorp-go-retryablehttp-dev'],
  ),
]
