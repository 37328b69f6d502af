// Sizes after bundling, minifying and gzip. Raise a limit only together with the reason.
const bundleForNode = config => ({ ...config, platform: 'node' })

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
    name: 'heed (without undici)',
    path: 'packages/heed/dist/index.js',
    ignore: ['undici'],
    modifyRolldownConfig: bundleForNode,
    gzip: true,
    limit: '34 kB',
  },
]
