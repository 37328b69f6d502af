// Sizes after bundling, minifying and gzip. Raise a limit only together with the reason.
const bundleForNode = config => ({ ...config, platform: 'node' })

/** What is loaded with the entry, without what is loaded when it is first used (`src/several.ts`). */
const bundleAtOnce = config => ({ ...bundleForNode(config), external: [/^undici$/, /\/several-\w+\.js$/] })

const bundleSmall = config => ({ ...config, external: [/\/integrity-\w+\.js$/] })

// biome-ignore lint/style/noDefaultExport: size-limit reads the default export
export default [
  {
    name: 'heed/status',
    // Nothing is left out of this bundle: an import of a package or of Node would fail it.
    path: 'packages/heed/dist/status/index.js',
    gzip: true,
    limit: '15 kB',
  },
  {
    name: 'heed (what is loaded at once, without undici)',
    path: 'packages/heed/dist/index.js',
    modifyRolldownConfig: bundleAtOnce,
    gzip: true,
    // 34 kB before credentials, the places for a cache and what refusals name; 44 kB before what is known of an origin and
    // the ways in which 22 vendors tell of their limits; 56 kB before createFetch, 59 kB before what is
    // told to those who watch and before the transport over a fetch that somebody has replaced; 64 kB before that one read what
    // Bun, Deno and Node 22 say of an answer that is no HTTP.
    limit: '64.5 kB',
  },
  {
    name: 'heed (all of it, without undici)',
    path: 'packages/heed/dist/index.js',
    ignore: ['undici'],
    modifyRolldownConfig: bundleForNode,
    gzip: true,
    limit: '78 kB',
  },
  {
    name: 'heed over fetch (all of it)',
    // As with heed/status: the build for browsers and other platforms stands alone.
    path: 'packages/heed/dist/web/index.js',
    gzip: true,
    limit: '74 kB',
  },
  {
    name: 'heed/fetch',
    // Stands alone, as all that is for pages; what checks an integrity is loaded when a caller gives one.
    path: 'packages/heed/dist/small/fetch.js',
    modifyRolldownConfig: bundleSmall,
    gzip: true,
    limit: '12 kB',
  },
  {
    name: 'heed/transports',
    path: 'packages/heed/dist/web/transports.js',
    gzip: true,
    // 5 kB before it read those answers.
    limit: '5.5 kB',
  },
  {
    name: 'heed/testing',
    // As with heed/status: whoever brings a ledger tests it with any runner, on any platform.
    path: 'packages/heed/dist/testing.js',
    gzip: true,
    // 9 kB when it was the contract of ledgers alone. A scripted origin needs the table, to know which answers have no content.
    limit: '26 kB',
  },
  {
    name: 'heed/otel (beside heed, without @opentelemetry/api)',
    // Most of it is what refuses an option, which heed has loaded already.
    path: 'packages/heed/dist/otel.js',
    ignore: ['@opentelemetry/api'],
    gzip: true,
    limit: '15 kB',
  },
  {
    name: 'heed/cache (beside heed)',
    path: 'packages/heed/dist/cache.js',
    modifyRolldownConfig: bundleForNode,
    gzip: true,
    limit: '30 kB',
  },
]
