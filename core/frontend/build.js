// node build.js DIRECTORY: writes what the cpaudit wheel serves and draws with, and the licences that go with it.
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'

const FONT_PACKAGE = 'node_modules/@expo-google-fonts/noto-sans-sc'
const FONT_FILES = {
  'NotoSansSC-Regular.ttf': '400Regular/NotoSansSC_400Regular.ttf',
  'NotoSansSC-Bold.ttf': '700Bold/NotoSansSC_700Bold.ttf',
  'OFL.txt': 'LICENSE_FONT',
}

const output = process.argv[2]
if (!output) {
  throw new Error('usage: node build.js DIRECTORY')
}

const options = {
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: 'none', // licences.txt has the whole texts
  outdir: path.join(output, 'graphiql'),
}

const script = await build({
  ...options,
  format: 'esm',
  target: 'es2022',
  splitting: true,
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.css': 'empty' }, // the style sheet below has all of it in one file
  entryPoints: {
    graphiql: 'src/graphiql.jsx',
    'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
    'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
    'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
  },
  chunkNames: 'chunks/[hash]',
})
const style = await build({ ...options, entryPoints: ['src/graphiql.css'], loader: { '.ttf': 'file', '.woff2': 'file' } })

/** The folder of the npm package that a bundled file belongs to, or undefined for a file of our own. */
const packageOf = (file) => file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]

const bundled = [script, style].flatMap(({ metafile }) => Object.keys(metafile.inputs)).map(packageOf)
const licences = new Set() // of one release, installed twice, once
for (const folder of [...new Set(bundled)].filter(Boolean).sort()) {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'))
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry))
  const text = file ? (await readFile(path.join(folder, file), 'utf8')).trim() : '(the package has no licence file)'
  licences.add(`${name} ${version}: ${license}\n\n${text}\n`)
}
await writeFile(path.join(options.outdir, 'licences.txt'), [...licences].join(`\n${'-'.repeat(80)}\n\n`))

await mkdir(path.join(output, 'fonts'))
for (const [name, source] of Object.entries(FONT_FILES)) {
  await copyFile(path.join(FONT_PACKAGE, source), path.join(output, 'fonts', name))
}
